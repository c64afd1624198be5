{#
    Schemas are named for their layer and nothing else, so that an analyst's query reads the same at every state.
#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
