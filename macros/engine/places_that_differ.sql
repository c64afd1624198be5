{# Number of places in which two texts of one length differ. #}
{% macro places_that_differ(left_text, right_text) -%}
    {{ return(adapter.dispatch('places_that_differ', 'credential_warehouse')(left_text, right_text)) }}
{%- endmacro %}

{% macro default__places_that_differ(left_text, right_text) -%}
    hamming({{ left_text }}, {{ right_text }})
{%- endmacro %}

{# Texts of one length need no letters added or dropped, but levenshtein may count a shift as fewer. #}
{% macro spark__places_that_differ(left_text, right_text) -%}
    levenshtein({{ left_text }}, {{ right_text }})
{%- endmacro %}
