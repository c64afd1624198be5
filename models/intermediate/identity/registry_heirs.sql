-- Who has in this run what a retired person left and the survivor held until now: where a survivor's evidence is
-- divided, a retired id must go on with its own part. Counts if that part stayed or if a record moved with it.
-- Grain: one row per person still retired in this run whose evidence is among this run's (person_id).
with retired as (
    select retired.*
    from {{ ref('registry_retired_persons') }} as retired
    left join {{ ref('cluster_persons') }} as persons on retired.person_id = persons.person_id
    where persons.person_id is null
),

holdings as (
    select * from {{ ref('registry_holdings') }}
),

persons as (
    select * from {{ ref('cluster_persons') }}
),

kinds as (
    select * from {{ ref('evidence_kinds') }}
),

transfers as (
    select * from {{ ref('registry_transfers') }}
),

held_before as (
    select
        evidence_key,
        person_id
    from holdings
    where is_current
),

left_behind as (
    select
        retired.person_id,
        persons.person_id as heir_id,
        row_number() over (
            partition by retired.person_id
            order by
                sum(case when holdings.is_first then kinds.weight else 0 end) desc,
                sum(kinds.weight) desc,
                persons.person_number
        ) as place
    from retired
    inner join holdings on retired.person_id = holdings.person_id
    inner join held_before
        on
            holdings.evidence_key = held_before.evidence_key
            and held_before.person_id in (retired.person_id, retired.living_person_id)
    inner join persons on holdings.cluster_number = persons.cluster_number
    inner join kinds on holdings.evidence_kind = kinds.evidence_kind
    group by retired.person_id, persons.person_id, persons.person_number
)

select
    retired.person_id,
    max(retired.survivor_id) as survivor_id,
    max(left_behind.heir_id) as heir_id
from retired
inner join left_behind on retired.person_id = left_behind.person_id
left join transfers
    on
        left_behind.heir_id = transfers.other_person_id
        and transfers.person_id in (retired.person_id, retired.living_person_id)
where left_behind.place = 1
group by retired.person_id
having max(left_behind.heir_id) = max(retired.living_person_id) or count(transfers.person_id) > 0
