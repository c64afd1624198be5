-- Says for whom the absence of a wage record says something. Wage records know people by Social Security number: who
-- stands in one, or whose number another agency delivered, would be found; of anyone else's work nothing is known.
-- Grain: one row per person (person_id).
with numbered as (
    select
        tuple_persons.person_id,
        bool_or(identities.ssn is not null and not coalesce(identities.is_ssn_shared, false)) as has_number
    from {{ ref('linkable_identities') }} as identities
    inner join {{ ref('tuple_persons') }} as tuple_persons
        on identities.identity_tuple_id = tuple_persons.identity_tuple_id
    group by tuple_persons.person_id
),

agencies as (
    select * from {{ ref('person_agencies') }}
)

select
    agencies.person_id,
    agencies.is_known_to_labor,
    agencies.is_known_to_labor or coalesce(numbered.has_number, false) as is_matchable_to_labor
from agencies
left join numbered on agencies.person_id = numbered.person_id
