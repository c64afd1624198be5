{#
    Runs at the start of every command that builds. Stops a run whose registry has lost what the warehouse knows: DuckDB
    makes a missing attached file anew without a word, and ids would start from 1 again. A registry of before there were
    events is brought up to date.
#}
{% macro guard_registry() -%}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- do refuse_other_layouts() -%}
    {%- if not var('start_new_registry') -%}
        {%- do refuse_lost_ids() -%}
    {%- endif -%}
    {%- if registry_relation('person_registry') is not none and registry_relation('person_events') is none -%}
        {%- do add_events_to_registry() -%}
    {%- endif -%}
    {{ return('') }}
{%- endmacro %}


{# What every message about the registry ends with. #}
{% macro how_to_mend_the_registry() -%}
    The registry is registry.duckdb in the folder WAREHOUSE_STATE, by default state/. Put it back from its backup, the newest
    one. To start afresh on purpose, with new ids for everyone, delete the warehouse file and the registry
{%- endmacro %}


{% macro refuse_lost_ids() -%}
    {%- set held = [
        ('persons', 'person_id', 'persons', person_registry_before()),
        ('person_resolutions', 'person_id', 'ids of persons, living and retired,', person_registry_before()),
        ('employer_accounts', 'employer_id', 'employers', employer_registry_before()),
        ('person_resolutions', "case when living_person_id <> person_id then person_id end", 'merged persons', person_events_before()),
    ] -%}
    {%- for model, id, what, registry in held -%}
        {%- set relation = adapter.get_relation(target.database, generate_schema_name('identity', none) | trim, model) -%}
        {%- if relation is not none -%}
            {%- set lost = run_query(
                'select count(distinct ' ~ id ~ ') from ' ~ relation ~ ' where ' ~ id ~ ' not in (select '
                ~ ('employer_id' if model == 'employer_accounts' else 'person_id') ~ ' from ' ~ registry ~ ')'
            ).rows[0][0] -%}
            {%- if lost > 0 -%}
                {{ exceptions.raise_compiler_error(
                    'The registry lacks ' ~ lost ~ ' of the ' ~ what ~ ' that this warehouse knows, so ids would be issued'
                    ~ ' anew to others. ' ~ how_to_mend_the_registry()
                    ~ ', or run once with --vars "{start_new_registry: true}".'
                ) }}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}


{# A table that another version wrote, or that is not the registry's at all. #}
{% macro refuse_other_layouts() -%}
    {%- for model in ['person_registry', 'person_events', 'employer_registry'] -%}
        {%- set relation = registry_relation(model) -%}
        {%- if relation is not none -%}
            {%- set found = adapter.get_columns_in_relation(relation) | map(attribute='name') | sort | join(', ') -%}
            {%- set wanted = registry_columns(model) | sort | join(', ') -%}
            {%- if found != wanted -%}
                {{ exceptions.raise_compiler_error(
                    'The table ' ~ model ~ ' of the registry has the columns ' ~ found ~ '; this version of the project wants '
                    ~ wanted ~ '. Another version wrote it, or it is another file: run the version that wrote it. '
                    ~ how_to_mend_the_registry() ~ '.'
                ) }}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}


{# The columns that the model of a registry table declares. #}
{% macro registry_columns(model) -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == model -%}
        {{ return(node.columns.keys() | list) }}
    {%- endfor -%}
{%- endmacro %}


{#
    Brings a registry of before 2026-11-25 up to date, in one transaction: tells the merges that its rows show (a person all
    of whose evidence others hold), undated, since dates were not kept; and drops the key's index, which cost more than all
    else in a run.
#}
{% macro add_events_to_registry() -%}
    {%- set registry = registry_relation('person_registry') -%}
    {%- set schema = registry.database ~ '.' ~ registry.schema -%}
    {%- call statement('add_events', auto_begin=true) -%}
        create table {{ schema }}.person_events (
            event_kind varchar, person_id varchar, other_person_id varchar, run_number integer, run_id varchar,
            run_date date, primary key (event_kind, person_id, other_person_id, run_number)
        );
        insert into {{ schema }}.person_events
        with holders as (
            select
                person_id,
                lead(person_id) over evidence as other_person_id,
                lead(person_number) over evidence as other_person_number,
                lead(run_number) over evidence as run_number,
                lead(run_id) over evidence as run_id
            from {{ registry }}
            window evidence as (partition by evidence_key order by run_number)
        ),
        losses as (
            select
                person_id, run_number, run_id, other_person_id,
                row_number() over (
                    partition by person_id order by run_number desc, count(*) desc, min(other_person_number)
                ) as place
            from holders
            where person_id not in (select person_id from holders where run_number is null)
            group by person_id, run_number, run_id, other_person_id
        )
        select 'merge', person_id, other_person_id, run_number, run_id, null from losses where place = 1;
        create table {{ schema }}.person_registry_anew as select * from {{ registry }};
        drop table {{ registry }};
        alter table {{ schema }}.person_registry_anew rename to person_registry;
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {%- do adapter.cache_added(registry.incorporate(path={'identifier': 'person_events'})) -%}
    {%- do log('The registry was brought up to date: it keeps merges and splits from now on.', info=true) -%}
{%- endmacro %}
