-- What this run adds to the registry: evidence that no one held, or that another held. Its tests stand between it and
-- the registry, where nothing is ever taken back. Empty when nothing new came.
-- Grain: one row per piece of evidence that changes hands (evidence_key).
with evidence as (
    select * from {{ ref('cluster_evidence') }}
),

persons as (
    select * from {{ ref('cluster_persons') }}
),

run as (
    select * from {{ ref('registry_run') }}
),

held as (
    select * from {{ ref('registry_holdings') }}
    where is_current
)

select
    evidence.evidence_key,
    run.run_number,
    evidence.evidence_kind,
    persons.person_number,
    persons.person_id,
    run.run_id
from evidence
inner join persons on evidence.cluster_id = persons.cluster_id
cross join run
left join held on evidence.evidence_key = held.evidence_key
where persons.person_number is distinct from held.person_number
