{#
    What an earlier build of this warehouse compared, as its table identity.comparisons holds it: no row where there is none,
    where everything is to be built afresh, or where it was compared by other code or parameters.
#}
{% macro comparisons_before() -%}
    {%- set relation = none -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {%- set schema = generate_schema_name('identity', none) | trim -%}
        {%- set relation = adapter.get_relation(target.database, schema, 'comparisons') -%}
    {%- endif -%}
    {%- if relation is not none -%}
    select
        identity_number_a,
        identity_number_b,
        pattern
    from {{ relation }}
    where compared_by = '{{ comparison_checksum() }}'
    {%- else -%}
    select
        cast(null as bigint) as identity_number_a,
        cast(null as bigint) as identity_number_b,
        cast(null as bigint) as pattern
    where false
    {%- endif -%}
{%- endmacro %}


{# Checksum of all that decides whether and how two descriptions are compared: another sum, and all are compared anew. #}
{% macro comparison_checksum() -%}
    {%- set parts = [compare_pairs(), blocking_rules(), name_letters('name')] -%}
    {%- set names = [
        'name_forms', 'normalised_identities', 'shared_ssns', 'linkable_identities', 'blocking_keys', 'comparisons', 'nicknames',
        'surname_particles', 'ignored_name_words', 'false_social_security_numbers', 'blocking_rules', 'matching_parameters',
    ] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() | selectattr('name', 'in', names) | sort(attribute='unique_id') -%}
            {%- do parts.append(node.unique_id ~ node.checksum.checksum) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(local_md5(parts | join(' '))) }}
{%- endmacro %}
