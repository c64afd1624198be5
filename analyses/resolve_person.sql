-- Whom do ids of an earlier extract stand for today, or as of some run? A merged person has its survivor's id.
-- Reads the restricted schema identity: ask the warehouse's own file, not the published one.
with asked as (
    -- Your list goes here: select unnest(['P…', 'P…']) as person_id. As it stands, all ids ever issued.
    select distinct person_id from {{ ref('person_resolutions').include(database=false) }}
),

as_of as (
    -- The number of a run goes here. As it stands, the last run that changed anything.
    select max(first_run_number) as run_number from {{ ref('person_resolutions').include(database=false) }}
)

select
    asked.person_id,
    -- Empty for what was no id yet, or never.
    resolutions.living_person_id,
    resolutions.living_person_id <> asked.person_id as is_merged,
    resolutions.first_run_number as since_run_number,
    as_of.run_number as as_of_run_number
from asked
cross join as_of
left join {{ ref('person_resolutions').include(database=false) }} as resolutions
    on
        asked.person_id = resolutions.person_id
        and as_of.run_number between resolutions.first_run_number
        and coalesce(resolutions.last_run_number, as_of.run_number)
order by asked.person_id
