{#
    Every column whose codes a crosswalk translates, as a list of {model, source, element, column}: those that a staging
    model looks up with standard_code, and source_credential_code, which the Council's own crosswalk of credential
    codes translates. It is read off the models' text, so that no list has to be kept in step with them, and is
    empty while dbt parses, when the graph isn't there yet.
#}
{% macro coded_columns() -%}
    {%- set call = "standard_code\('(\w+)', '(\w+)', '(\w+)'\)" -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for model in staged_models() -%}
            {%- set text = graph.nodes['model.' ~ project_name ~ '.' ~ model].raw_code -%}
            {%- for source_name, element, column in modules.re.findall(call, text) -%}
                {%- do found.append({'model': model, 'source': source_name, 'element': element, 'column': column}) -%}
            {%- endfor -%}
            {%- if 'source_credential_code' in text and model in var('staged_person_models') -%}
                {%- do found.append({
                    'model': model,
                    'source': code_source(model),
                    'element': 'credential',
                    'column': 'source_credential_code'
                }) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}


{# Whose codes a staging model carries: the agency's, or for credentialing those of the entity itself. #}
{% macro code_source(model) -%}
    {%- set agency, extract = model.removeprefix('stg_').split('__') -%}
    {{ return(extract if agency == 'credentialing' else agency) }}
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
