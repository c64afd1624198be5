{# Least number of letters to add, drop, change or swap with the next to make one text of the other; short texts only. #}
{% macro typing_errors(left_text, right_text) -%}
    {{ return(adapter.dispatch('typing_errors', 'credential_warehouse')(left_text, right_text)) }}
{%- endmacro %}

{% macro default__typing_errors(left_text, right_text) -%}
    damerau_levenshtein({{ left_text }}, {{ right_text }})
{%- endmacro %}

{# Spark counts a swap of neighbours as two. #}
{% macro spark__typing_errors(left_text, right_text) -%}
    levenshtein({{ left_text }}, {{ right_text }})
{%- endmacro %}
