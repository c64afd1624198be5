{#
    The registry as it stood before this run, for the models that decide what is to be added to it: they can't ref the
    models that write it, because those come after them. Without the file's tables, the same columns and no row.
#}
{% macro registry_before(identifier, columns) -%}
    {%- set relation = registry_relation(identifier) -%}
    {%- if relation is not none -%}
        (select {{ columns.keys() | join(', ') }} from {{ relation }})
    {%- else -%}
        (select
        {%- for name, data_type in columns.items() %} cast(null as {{ data_type }}) as {{ name }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %} where false)
    {%- endif -%}
{%- endmacro %}


{# A table of the attached registry file if it is there, else none. #}
{% macro registry_relation(identifier) -%}
    {%- if not execute -%}
        {{ return(none) }}
    {%- endif -%}
    {{ return(adapter.get_relation('registry', generate_schema_name(none, none) | trim, identifier)) }}
{%- endmacro %}


{% macro person_registry_before() -%}
    {{ registry_before('person_registry', {
        'evidence_key': 'varchar',
        'run_number': 'integer',
        'person_number': 'bigint',
        'person_id': 'varchar',
    }) }}
{%- endmacro %}


{% macro employer_registry_before() -%}
    {{ registry_before('employer_registry', {
        'employer_account': 'varchar',
        'employer_number': 'bigint',
        'employer_id': 'varchar',
    }) }}
{%- endmacro %}


{#
    Stops a run whose registry has lost what the warehouse knows: DuckDB makes a missing attached file anew without a
    word, and ids would start from 1 again. Runs at the start of every command that builds.
#}
{% macro guard_registry() -%}
    {%- if not execute or var('start_new_registry') -%}
        {{ return('') }}
    {%- endif -%}
    {%- set persons = adapter.get_relation(target.database, generate_schema_name('identity', none) | trim, 'persons') -%}
    {%- if persons is none -%}
        {{ return('') }}
    {%- endif -%}
    {%- set lost = run_query(
        'select count(*) from ' ~ persons ~ ' where person_id not in (select person_id from ' ~ person_registry_before() ~ ')'
    ).rows[0][0] -%}
    {%- if lost > 0 -%}
        {{ exceptions.raise_compiler_error(
            'The person registry (registry.duckdb in the folder WAREHOUSE_STATE, by default state/) lacks ' ~ lost
            ~ ' of the persons that this warehouse holds, so their ids would be issued anew to others. Put the registry'
            ~ ' back from its backup. To start afresh on purpose, with new ids for everyone, delete the warehouse file'
            ~ ' and the registry, or run once with --vars "{start_new_registry: true}".'
        ) }}
    {%- endif -%}
    {{ return('') }}
{%- endmacro %}


{# Checksum of the project's models, seeds and tests as this run has them. #}
{% macro code_checksum() -%}
    {%- set sums = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() | sort(attribute='unique_id') -%}
            {%- do sums.append(node.unique_id ~ node.checksum.checksum) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(local_md5(sums | join(','))) }}
{%- endmacro %}
