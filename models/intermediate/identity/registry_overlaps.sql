-- How much of each cluster's evidence each person of the registry holds, or held before retiring: what ids are handed
-- on by. A living person who lost evidence to another has no claim to it any more.
-- Grain: one row per cluster and person with evidence in common (cluster_number, person_number).
with holdings as (
    select * from {{ ref('registry_holdings') }}
),

kinds as (
    select * from {{ ref('evidence_kinds') }}
),

retired as (
    select * from {{ ref('registry_retired_persons') }}
),

shares as (
    select
        holdings.cluster_number,
        holdings.person_number,
        max(holdings.person_id) as person_id,
        sum(case when holdings.is_current then kinds.weight else 0 end) as current_weight,
        sum(case when holdings.is_current and holdings.is_own then kinds.weight else 0 end) as own_weight,
        sum(kinds.weight) as weight_ever,
        sum(case when holdings.is_first then kinds.weight else 0 end) as own_weight_ever,
        count(case when holdings.is_current and holdings.evidence_kind = 'identity_tuple' then 1 end) as identity_count
    from holdings
    inner join kinds on holdings.evidence_kind = kinds.evidence_kind
    group by holdings.cluster_number, holdings.person_number
),

claims as (
    select shares.*
    from shares
    left join retired on shares.person_id = retired.person_id
    where shares.current_weight > 0 or retired.person_id is not null
)

select
    cluster_number,
    person_number,
    person_id,
    cast(current_weight as bigint) as current_weight,
    cast(own_weight as bigint) as own_weight,
    cast(weight_ever as bigint) as weight_ever,
    cast(own_weight_ever as bigint) as own_weight_ever,
    identity_count,
    -- Only where a cluster or a person has more than one choice is there anything to decide.
    count(*) over (partition by cluster_number) > 1
    or count(*) over (partition by person_number) > 1 as is_contested
from claims
