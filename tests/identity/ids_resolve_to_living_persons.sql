-- Every id ever issued stands for one person today, who stands for itself; whoever has records in this run does.
with issued as (
    select distinct person_id from {{ ref('person_registry') }}
),

present as (
    select distinct person_id from {{ ref('tuple_persons') }}
),

today as (
    select
        person_id,
        living_person_id
    from {{ ref('person_resolutions') }}
    where last_run_number is null
)

select
    issued.person_id,
    count(today.person_id) as answers
from issued
left join present on issued.person_id = present.person_id
left join today on issued.person_id = today.person_id
left join today as living on today.living_person_id = living.person_id
group by issued.person_id
having
    count(today.person_id) <> 1
    or max(living.living_person_id) is distinct from max(today.living_person_id)
    or max(present.person_id) <> max(today.living_person_id)
