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


{% macro person_events_before() -%}
    {{ registry_before('person_events', {
        'event_kind': 'varchar',
        'person_id': 'varchar',
        'other_person_id': 'varchar',
        'run_number': 'integer',
    }) }}
{%- endmacro %}


{% macro employer_registry_before() -%}
    {{ registry_before('employer_registry', {
        'employer_account': 'varchar',
        'employer_number': 'bigint',
        'employer_id': 'varchar',
    }) }}
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


{#
    Takes away the events of a run that was cut short before its evidence reached the registry of persons. The next run has
    the same number, and its own events.
#}
{% macro forget_unfinished_events() -%}
    {%- set events = registry_relation('person_events') -%}
    {%- if events is not none -%}
        delete from {{ events }}
        where run_number > (select coalesce(max(registry.run_number), 0) from {{ person_registry_before() }} as registry)
    {%- endif -%}
{%- endmacro %}


{#
    From retired persons and their survivors (a table expression with person_id and survivor_id, one row a person) to those
    who live for them: a survivor that retired in turn has a survivor of its own.
#}
{% macro living_persons(pointers) -%}
(
    with recursive steps as (
        select
            person_id,
            survivor_id as reached_id
        from {{ pointers }}
        union all
        select
            steps.person_id,
            pointers.survivor_id as reached_id
        from steps
        inner join {{ pointers }} as pointers on steps.reached_id = pointers.person_id
    )

    select
        steps.person_id,
        steps.reached_id as living_person_id
    from steps
    left join {{ pointers }} as pointers on steps.reached_id = pointers.person_id
    where pointers.person_id is null
)
{%- endmacro %}
