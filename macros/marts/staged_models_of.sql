{#
    Names of an agency's staging models whose rows speak of people, in the order of the list in dbt_project.yml, so that a
    new certifying entity joins every model that reads them all by its name in that list.
#}
{% macro staged_models_of(agency) -%}
    {%- set names = [] -%}
    {%- for name in var('staged_person_models') if name.startswith('stg_' ~ agency ~ '__') -%}
        {%- do names.append(name) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}
