{#
    Writes down in the warehouse file whether it stands whole, so that nothing half-built is published: a build marks it
    unfinished when it begins (a build that is killed leaves it so) and whole when all of it has ended well. A build of a part
    leaves a whole warehouse whole, if it was given the vars that the whole was: a trial of other criteria must not be published
    for the Council's. One without unit tests, which look at no delivered row, is no part. The as-of date stands there too, for
    what is published of it.
#}
{% macro begin_build() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed'] -%}
        {#- A hook before this one that looked up columns leaves its transaction open, and dbt rolls that back. -#}
        {%- do adapter.commit() -%}
        {#- As a list and not as JSON, which has no dates: --vars '{as_of_date: 2026-06-29}' is one. -#}
        {%- set vars_given = "'" ~ (invocation_args_dict.get('vars') or {}) | dictsort | string | replace("'", "''") ~ "'" %}
        create table if not exists build_state (is_complete boolean, was_complete boolean, as_of_date date);
        {# A warehouse of before has no such column. #}
        alter table build_state add column if not exists vars_given varchar default '[]';
        create or replace table build_state as
        select
            false as is_complete,
            coalesce(bool_or(is_complete and vars_given = {{ vars_given }}), false) as was_complete,
            cast('{{ var("as_of_date") }}' as date) as as_of_date,
            {{ vars_given }} as vars_given
        from build_state;
    {%- endif -%}
{%- endmacro %}


{# Ends what begin_build began; a test that fails later marks the warehouse unfinished too. #}
{% macro end_build(results) -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed', 'test'] -%}
        {%- set parts = ['select', 'exclude', 'selector', 'resource_types', 'exclude_resource_types'] -%}
        {%- set asked = [] -%}
        {%- for part in parts if invocation_args_dict.get(part) and (invocation_args_dict[part] | list) != ['unit_test'] -%}
            {%- do asked.append(part) -%}
        {%- endfor -%}
        {%- set bad = results | map(attribute='status') | reject('in', ['success', 'pass', 'warn', 'no-op']) | list -%}
        {%- set is_part = flags.WHICH != 'build' or asked | length > 0 -%}
        create table if not exists build_state (is_complete boolean, was_complete boolean, as_of_date date);
        update build_state
        set
            is_complete = {{ 'false' if bad else 'coalesce(was_complete, is_complete)' if is_part else 'true' }},
            was_complete = null;
    {%- endif -%}
{%- endmacro %}
