-- Says which agencies know a person at all: who asks about earnings needs to see first whom the wage files can reach.
-- Grain: one row per person (person_id).
with identities as (
    select * from {{ ref('delivered_identities') }}
),

tuple_persons as (
    select * from {{ ref('tuple_persons') }}
)

select
    tuple_persons.person_id,
    bool_or(identities.id_space = 'k12') as is_known_to_k12,
    bool_or(identities.id_space = 'higher_ed') as is_known_to_higher_ed,
    bool_or(identities.id_space = 'workforce') as is_known_to_workforce,
    bool_or(identities.id_space = 'labor') as is_known_to_labor,
    bool_or(identities.id_space = 'motor_vehicles') as is_known_to_motor_vehicles,
    bool_or(
        identities.id_space not in ('k12', 'higher_ed', 'workforce', 'labor', 'labor_inquiries', 'motor_vehicles')
    ) as is_known_to_credentialing
from tuple_persons
inner join identities on tuple_persons.identity_tuple_id = identities.identity_tuple_id
group by tuple_persons.person_id
