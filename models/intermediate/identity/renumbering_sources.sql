-- An agency that gives a second number to many of its people (examinees who register anew) can't tell two people by two
-- numbers in use at one time. Two people of one name and birth date are rare; more of them than chance would bring are
-- second numbers.
-- Grain: one row per source that gives second numbers (id_space).
with identities as (
    select
        identity_tuple_id,
        id_space,
        native_id,
        concat_ws(' ', first_name, last_name, birth_digits) as name_and_birth_date
    from {{ ref('normalised_identities') }}
    where native_id is not null and first_name is not null and last_name is not null and birth_date is not null
),

parameters as (
    {{ matching_parameters(['days_side_by_side', 'second_numbers', 'second_number_share']) }}
),

spells as (
    select
        identities.id_space,
        identities.native_id,
        identities.name_and_birth_date,
        min(school_spells.entry_date) as enrolled_from,
        max(school_spells.exit_date) as enrolled_to
    from identities
    inner join {{ ref('school_spells') }} as school_spells
        on identities.identity_tuple_id = school_spells.identity_tuple_id
    group by identities.id_space, identities.native_id, identities.name_and_birth_date
),

doubled as (
    select
        a.id_space,
        count(distinct a.name_and_birth_date) as people
    from spells as a
    inner join spells as b
        on
            a.id_space = b.id_space
            and a.name_and_birth_date = b.name_and_birth_date
            and a.native_id < b.native_id
    cross join parameters
    where
        {{ days_between('greatest(a.enrolled_from, b.enrolled_from)', 'least(a.enrolled_to, b.enrolled_to)') }}
        >= parameters.days_side_by_side
    group by a.id_space
),

numbered as (
    select
        id_space,
        count(distinct name_and_birth_date) as people
    from spells
    group by id_space
)

select doubled.id_space
from doubled
inner join numbered on doubled.id_space = numbered.id_space
cross join parameters
where
    doubled.people >= parameters.second_numbers
    and doubled.people >= parameters.second_number_share * numbered.people
