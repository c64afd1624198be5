{#
    A name in plain capitals, words one blank apart: accents off, apostrophes and full stops out (O'Brien is OBRIEN), all
    other signs taken for blanks (Smith-Jones is two words). Null where nothing is left.
#}
{% macro name_letters(name) -%}
    nullif(trim(regexp_replace(
        regexp_replace(upper({{ without_accents(mended_letters(name)) }}), '[''’`.?�]', '', 'g'),
        '[^A-Z]+', ' ', 'g'
    )), '')
{%- endmacro %}


{#
    A text with those letters mended that were written as UTF-8 and read as Latin-1 or Windows-1252: nuÃ±ez is nuñez. It
    befalls the names of some people only, and they are the harder to find for it.
#}
{% macro mended_letters(text) -%}
    {%- set mended = {
        'Ã¡': 'Á', 'Ã©': 'É', 'Ã\u00ad': 'Í', 'Ã³': 'Ó', 'Ãº': 'Ú', 'Ã±': 'Ñ', 'Ã¼': 'Ü', 'Ã¶': 'Ö', 'Ã¤': 'Ä', 'Ã§': 'Ç',
        'Ã\u0081': 'Á', 'Ã‰': 'É', 'Ã\u008d': 'Í', 'Ã“': 'Ó', 'Ãš': 'Ú', 'ÃŠ': 'Ú', 'Ã‘': 'Ñ', 'Ãœ': 'Ü',
        'ÃŒ': 'Ü', 'Ã–': 'Ö', 'Ã„': 'Ä', 'Ã‡': 'Ç',
    } -%}
    {%- set found = namespace(text="replace(" ~ text ~ ", 'ã', 'Ã')") -%}
    {%- for broken, letter in mended.items() -%}
        {%- set found.text = "replace(" ~ found.text ~ ", '" ~ broken ~ "', '" ~ letter ~ "')" -%}
    {%- endfor -%}
    {{ return(found.text) }}
{%- endmacro %}
