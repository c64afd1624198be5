{# One row with the named parameters of the seed rule_parameters as columns. #}
{% macro rule_parameters(names) -%}
    select
        {%- for name in names %}
        max(case when parameter = '{{ name }}' then value end) as {{ name }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('rule_parameters') }}
{%- endmacro %}
