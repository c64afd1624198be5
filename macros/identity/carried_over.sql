{#
    What an earlier build left in the warehouse of a model that reads itself: `columns` (name: type) of the model's table, or
    no row where there is none, where everything is to be built afresh, or where it was made by other code or parameters.
#}
{% macro carried_over(identifier, columns) -%}
    {%- set relation = none -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {%- set relation = adapter.get_relation(target.database, generate_schema_name('identity', none) | trim, identifier) -%}
    {%- endif -%}
    {%- if relation is not none -%}
    select {{ columns.keys() | join(', ') }} from {{ relation }}
    {%- else -%}
    select
        {%- for name, data_type in columns.items() %}
        cast(null as {{ data_type }}) as {{ name }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    where false
    {%- endif -%}
{%- endmacro %}


{# Checksum of all that decides whether and how two descriptions are compared: another sum, and all are compared anew. #}
{% macro comparison_checksum() -%}
    {%- set parts = [compare_pairs(), blocking_rules(), name_letters('name')] -%}
    {%- set names = [
        'name_forms', 'normalised_identities', 'shared_ssns', 'linkable_identities', 'blocking_keys', 'compared_pairs', 'nicknames',
        'surname_particles', 'ignored_name_words', 'false_social_security_numbers', 'blocking_rules', 'matching_parameters',
    ] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() | selectattr('name', 'in', names) | sort(attribute='unique_id') -%}
            {%- do parts.append(node.unique_id ~ node.checksum.checksum) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(local_md5(parts | join(' '))) }}
{%- endmacro %}
