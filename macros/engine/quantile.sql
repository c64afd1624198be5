{# The value below which a share of a group's values lies, interpolated between neighbours; nulls are left out. #}
{% macro quantile(expression, share) -%}
    {{ adapter.dispatch('quantile')(expression, share) }}
{%- endmacro %}


{% macro default__quantile(expression, share) -%}
    quantile_cont({{ expression }}, {{ share }})
{%- endmacro %}


{% macro spark__quantile(expression, share) -%}
    percentile({{ expression }}, {{ share }})
{%- endmacro %}
