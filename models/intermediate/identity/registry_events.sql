-- What became of persons in this run: who lost the id to whom, who got it back, and whose records became another's
-- (docs/matching.md). A person whose records nobody delivers any more is absent: no event, and the id stays.
-- Grain: one row per kind and pair of persons (event_kind, person_id, other_person_id).
with persons as (
    select * from {{ ref('cluster_persons') }}
),

retired as (
    select * from {{ ref('registry_retired_persons') }}
),

transfers as (
    select * from {{ ref('registry_transfers') }}
),

heirs as (
    select * from {{ ref('registry_heirs') }}
),

run as (
    select * from {{ ref('registry_run') }}
),

restored as (
    select
        retired.person_id,
        retired.living_person_id as other_person_id
    from retired
    inner join persons on retired.person_id = persons.person_id
),

departed as (
    select
        transfers.*,
        row_number() over (
            partition by transfers.person_id
            order by transfers.own_weight desc, transfers.current_weight desc, transfers.other_person_number asc
        ) as place
    from transfers
    left join persons on transfers.person_id = persons.person_id
    left join retired on transfers.person_id = retired.person_id
    where persons.person_id is null and retired.person_id is null
),

merged as (
    select
        person_id,
        other_person_id
    from departed
    where place = 1
),

-- Survivors as they stand after this run.
pointers as (
    select
        retired.person_id,
        coalesce(heirs.heir_id, retired.survivor_id) as survivor_id
    from retired
    left join heirs on retired.person_id = heirs.person_id
    where retired.person_id not in (select persons.person_id from persons)
    union all
    select
        person_id,
        other_person_id as survivor_id
    from merged
),

living as {{ living_persons('pointers') }},

-- Only of who would not come to the heir by way of the survivor does it need to be told.
followed as (
    select
        heirs.person_id,
        heirs.heir_id as other_person_id
    from heirs
    left join living on heirs.survivor_id = living.person_id
    where coalesce(living.living_person_id, heirs.survivor_id) <> heirs.heir_id
),

split_up as (
    select
        transfers.person_id,
        transfers.other_person_id
    from transfers
    left join living on transfers.person_id = living.person_id and transfers.other_person_id = living.living_person_id
    left join restored
        on transfers.person_id = restored.other_person_id and transfers.other_person_id = restored.person_id
    where living.person_id is null and restored.person_id is null
),

events as (
    select
        'merge' as event_kind,
        person_id,
        other_person_id
    from merged
    union all
    select
        'split' as event_kind,
        person_id,
        other_person_id
    from split_up
    union all
    select
        'restore' as event_kind,
        person_id,
        other_person_id
    from restored
    union all
    select
        'follow' as event_kind,
        person_id,
        other_person_id
    from followed
)

select
    events.event_kind,
    events.person_id,
    events.other_person_id,
    run.run_number,
    run.run_id,
    run.run_date
from events
cross join run
