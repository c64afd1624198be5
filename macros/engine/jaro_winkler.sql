{# Likeness of two texts by Jaro and Winkler, 0 to 1; null where one is null. #}
{% macro jaro_winkler(left_text, right_text) -%}
    {{ return(adapter.dispatch('jaro_winkler', 'credential_warehouse')(left_text, right_text)) }}
{%- endmacro %}

{% macro default__jaro_winkler(left_text, right_text) -%}
    jaro_winkler_similarity({{ left_text }}, {{ right_text }})
{%- endmacro %}

{# The function comes with the jar of string similarities that the Splink wheel ships. #}
{% macro spark__jaro_winkler(left_text, right_text) -%}
    jaro_winkler({{ left_text }}, {{ right_text }})
{%- endmacro %}
