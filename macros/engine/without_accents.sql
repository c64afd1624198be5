{# A text with the accents and strokes taken off its letters. #}
{% macro without_accents(text) -%}
    {{ return(adapter.dispatch('without_accents', 'credential_warehouse')(text)) }}
{%- endmacro %}

{# strip_accents leaves the letters alone that are no letter with a mark to Unicode. #}
{% macro default__without_accents(text) -%}
    replace(translate(strip_accents({{ text }}), 'ØøŁłĐđı', 'OoLlDdi'), 'ß', 'ss')
{%- endmacro %}

{% macro spark__without_accents(text) -%}
    replace(translate(
        {{ text }},
        'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöøùúûüýÿŁłĐđı',
        'AAAAAACEEEEIIIINOOOOOOUUUUYaaaaaaceeeeiiiinoooooouuuuyyLlDdi'
    ), 'ß', 'ss')
{%- endmacro %}
