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
    A text with those letters mended, without their accents, that were written as UTF-8 and read as Latin-1 or Windows-1252:
    nuÃ±ez is nuNez. It befalls the names of some people only, and they are the harder to find for it.
#}
{% macro mended_letters(text) -%}
    {%- set seconds = {
        'A': '¡¤„\u0081\u0084', 'E': '©‰\u0089', 'I': '\u00ad\u008d', 'O': '³¶“–\u0093\u0096', 'U': 'º¼šŠœŒ\u009a\u009c',
        'N': '±‘\u0091', 'C': '§‡\u0087',
    } -%}
    {%- set mended = namespace(text=text) -%}
    {%- for letter, second in seconds.items() -%}
        {%- set mended.text = "regexp_replace(" ~ mended.text ~ ", '[Ãã][" ~ second ~ "]', '" ~ letter ~ "', 'g')" -%}
    {%- endfor -%}
    {{ return(mended.text) }}
{%- endmacro %}
