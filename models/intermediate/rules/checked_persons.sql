-- Says of every person whether a Social Security number of theirs is another person's as well.
-- Grain: one row per person with a valid number (person_id).
with holdings as (
    select distinct
        normalised.ssn,
        tuple_persons.person_id
    from {{ ref('normalised_identities') }} as normalised
    inner join {{ ref('tuple_persons') }} as tuple_persons
        on normalised.identity_tuple_id = tuple_persons.identity_tuple_id
    where normalised.ssn is not null
),

holders as (
    select
        person_id,
        count(*) over (partition by ssn) as holder_count
    from holdings
)

select
    person_id,
    max(holder_count) > 1 as ssn_of_several_persons
from holders
group by person_id
