-- How much of each cluster's evidence each person of the registry holds: what the ids are handed on by.
-- Grain: one row per cluster and person with evidence in common (cluster_id, person_number).
with evidence as (
    select * from {{ ref('cluster_evidence') }}
),

kinds as (
    select * from {{ ref('evidence_kinds') }}
),

holdings as (
    select * from {{ ref('registry_holdings') }}
)

select
    evidence.cluster_id,
    holdings.person_number,
    max(holdings.person_id) as person_id,
    cast(coalesce(sum(kinds.weight) filter (where holdings.is_current), 0) as bigint) as current_weight,
    cast(sum(kinds.weight) as bigint) as weight_ever
from evidence
inner join kinds on evidence.evidence_kind = kinds.evidence_kind
inner join holdings on evidence.evidence_key = holdings.evidence_key
group by evidence.cluster_id, holdings.person_number
