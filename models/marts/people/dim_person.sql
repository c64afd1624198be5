-- Lets analysts group by what stays with a person, without anything by which the person could be known.
-- Grain: one row per person (person_id).
with persons as (
    select * from {{ ref('persons') }}
),

demographics as (
    select * from {{ ref('person_demographics') }}
),

agencies as (
    select * from {{ ref('person_agencies') }}
)

select
    persons.person_id,
    persons.sex,
    demographics.race_ethnicity,
    demographics.home_language,
    agencies.is_known_to_k12,
    agencies.is_known_to_higher_ed,
    agencies.is_known_to_workforce,
    agencies.is_known_to_labor,
    agencies.is_known_to_motor_vehicles,
    agencies.is_known_to_credentialing
from persons
inner join agencies on persons.person_id = agencies.person_id
left join demographics on persons.person_id = demographics.person_id
