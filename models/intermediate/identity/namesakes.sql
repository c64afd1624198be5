-- Names and birth dates by which more than one person is known, so that they prove nothing alone: two values of one
-- field, each seen in several sources, or two state student numbers side by side.
-- Grain: one row per full name and birth date (first_name, last_name, birth_date).
with identities as (
    select * from {{ ref('linkable_identities') }}
    where first_name is not null and last_name is not null and birth_date is not null
),

vetoes as (
    select
        max(least_sources) filter (where veto_name = 'two_social_security_numbers') as least_sources,
        max(least_days) filter (where veto_name = 'two_state_student_ids') as least_days
    from {{ ref('matching_vetoes') }}
),

spells as (
    select
        identities.first_name,
        identities.last_name,
        identities.birth_date,
        identities.state_student_id,
        school_spells.entry_date,
        school_spells.exit_date
    from identities
    inner join {{ ref('school_spells') }} as school_spells
        on identities.identity_tuple_id = school_spells.identity_tuple_id
),

fields as (
    select
        first_name,
        last_name,
        birth_date,
        id_space,
        unnest([
            'ssn ' || case when not is_ssn_shared then ssn end,
            'sex ' || sex,
            'middle_initial ' || middle_initial,
            'suffix ' || suffix
        ]) as field_value
    from identities
),

confirmed_values as (
    select
        first_name,
        last_name,
        birth_date,
        split_part(field_value, ' ', 1) as field
    from fields
    where field_value is not null
    group by first_name, last_name, birth_date, field_value
    having count(distinct id_space) >= (select vetoes.least_sources from vetoes)
),

-- Two numbers of the state at one time: a student who moves may get a new one, but never keeps the old.
side_by_side as (
    select
        a.first_name,
        a.last_name,
        a.birth_date
    from spells as a
    inner join spells as b
        on
            a.first_name = b.first_name
            and a.last_name = b.last_name
            and a.birth_date = b.birth_date
            and a.state_student_id < b.state_student_id
    cross join vetoes
    where date_diff('day', greatest(a.entry_date, b.entry_date), least(a.exit_date, b.exit_date)) >= vetoes.least_days
),

doubled as (
    select
        first_name,
        last_name,
        birth_date
    from confirmed_values
    group by first_name, last_name, birth_date, field
    having count(*) > 1
    union all
    select
        first_name,
        last_name,
        birth_date
    from side_by_side
)

select distinct
    first_name,
    last_name,
    birth_date
from doubled
