-- An id or a number that the registry knows stays with its person: what is new in this run may meet neither. Fails, for
-- one, if the macro opaque_id is changed so that a new number gives an id already out.
with changes as (
    select distinct
        person_number,
        person_id
    from {{ ref('registry_changes') }}
),

registry as (
    select distinct
        person_number,
        person_id
    from {{ ref('registry_holdings') }}
)

select changes.*
from changes
inner join registry
    on changes.person_number = registry.person_number or changes.person_id = registry.person_id
where changes.person_number <> registry.person_number or changes.person_id <> registry.person_id
