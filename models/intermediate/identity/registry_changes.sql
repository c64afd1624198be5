-- What this run adds to the registry: evidence that no one held or that another held, and all evidence of a person who
-- comes back after a merge, so that every event has its change. Tests here and on the events stand between this and the
-- registry, where nothing is ever taken back. A view, since in a first run it is as long as the registry.
-- Grain: one row per piece of evidence that changes hands (evidence_key). Empty when nothing new came.
{{ config(materialized='view') }}

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
),

retired as (
    select * from {{ ref('registry_retired_persons') }}
)

select
    evidence.evidence_key,
    run.run_number,
    evidence.evidence_kind,
    persons.person_number,
    persons.person_id,
    run.run_id
from evidence
inner join persons on evidence.cluster_number = persons.cluster_number
cross join run
left join held on evidence.evidence_key = held.evidence_key
left join retired on persons.person_id = retired.person_id
where persons.person_number is distinct from held.person_number or retired.person_id is not null
