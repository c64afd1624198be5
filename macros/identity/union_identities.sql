{# Fields of the struct `identity` as columns, in the order of macros/staging/identity_struct.sql, which makes it; the city is not compared. #}
{% macro identity_columns() -%}
    {%- set fields = [
        'id_space', 'native_id', 'state_student_id', 'ssn', 'last_name', 'first_name', 'middle_name', 'suffix',
        'birth_date', 'sex', 'street', 'zip', 'email', 'phone',
    ] -%}
    {%- for field in fields -%}
    struct_extract(identity, '{{ field }}') as {{ field }}
    {%- if not loop.last %},
    {% endif %}
    {%- endfor -%}
{%- endmacro %}


{# What accepted rows of each staged person model say of their people, under each other. #}
{% macro union_identities() -%}
    {%- for model in var('staged_person_models') %}
    select
        identity_tuple_id,
        identity,
        delivered_on
    from {{ ref(model) }}
    where is_accepted
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}


{#
    The spells of accepted rows of each model in var staged_spell_models under each other. One without an end lasts as long
    as the longest of its school year in that model.
#}
{% macro union_spells() -%}
    {%- for model in var('staged_spell_models') %}
    select
        identity_tuple_id,
        entry_date,
        coalesce(exit_date, max(exit_date) over (partition by school_year), entry_date) as exit_date
    from {{ ref(model) }}
    where is_accepted and entry_date is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
