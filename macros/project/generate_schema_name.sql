{#
    Schemas are named for their layer and nothing else, so that an analyst's query reads the same at every state.
    Only the target `dev` sets its own name before it.
#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- set layer = custom_schema_name | trim if custom_schema_name else target.schema -%}
    {%- if target.name == 'dev' -%}
        dev_{{ layer }}
    {%- else -%}
        {{ layer }}
    {%- endif -%}
{%- endmacro %}
