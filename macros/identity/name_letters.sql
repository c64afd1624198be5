{#
    A name in plain capitals, words one blank apart: accents off, apostrophes and full stops out (O'Brien is OBRIEN), all
    other signs taken for blanks (Smith-Jones is two words). Null where nothing is left.
#}
{% macro name_letters(name) -%}
    nullif(trim(regexp_replace(
        regexp_replace(upper({{ without_accents(name) }}), '[''’`.]', '', 'g'),
        '[^A-Z]+', ' ', 'g'
    )), '')
{%- endmacro %}
