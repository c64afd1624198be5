{# A part in percent of a whole, to one place; empty where the whole is nobody. #}
{% macro percent_of(part, whole) -%}
    cast(round(100.0 * {{ part }} / nullif({{ whole }}, 0), 1) as decimal(4, 1))
{%- endmacro %}
