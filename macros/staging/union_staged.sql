{#
    Rows of several staging models under each other, with the agency and the extract that each came from. It takes the
    names from a list (var staged_person_models, staged_other_models or both), so that a new
    vendor's model joins every such union by its name alone. A staging model is named stg_<agency>__<extract>.
#}
{% macro union_staged(models, columns) -%}
    {%- for model in models %}
    {%- set parts = model.removeprefix('stg_').split('__') %}
    select
        '{{ parts[0] }}' as agency,
        '{{ parts[1] }}' as extract,
        {{ columns | join(',\n        ') }}
    from {{ ref(model) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}


{# Names of all staging models that hold delivered rows, in the order of their lists. #}
{% macro staged_models() -%}
    {{ return(var('staged_person_models') + var('staged_other_models')) }}
{%- endmacro %}
