{#
    Every column that is looked up in the code crosswalk, as a list of {model, source, element, column}. It is read off
    the staging models' own calls of standard_code, so that no list has to be kept in step with them. Empty while dbt
    parses: the graph is there only when it runs.
#}
{% macro coded_columns() -%}
    {%- set call = "standard_code\('(\w+)', '(\w+)', '(\w+)'\)" -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for model in staged_models() -%}
            {%- set node = graph.nodes['model.' ~ project_name ~ '.' ~ model] -%}
            {%- for source_name, element, column in modules.re.findall(call, node.raw_code) -%}
                {%- do found.append({'model': model, 'source': source_name, 'element': element, 'column': column}) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}


{# The values of all those columns in accepted rows, under each other: source, element, source_code. #}
{% macro union_codes() -%}
    {%- for model in staged_models() %}{% do ref(model) %}{% endfor -%}
    {%- for coded in coded_columns() %}
    select
        '{{ coded.source }}' as source,
        '{{ coded.element }}' as element,
        {{ coded.column }} as source_code
    from {{ ref(coded.model) }}
    where is_accepted and {{ coded.column }} is not null
    union all
    {%- endfor %}
    select
        cast(null as varchar) as source,
        cast(null as varchar) as element,
        cast(null as varchar) as source_code
    where false
{%- endmacro %}
