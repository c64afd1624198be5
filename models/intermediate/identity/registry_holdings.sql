-- Who held this run's evidence before this run, now and ever: a person who lost evidence in a merge that is undone
-- must get the old id back. What nobody delivers any more stays in the registry and is left out here.
-- Grain: one row per piece of evidence and person who held it (evidence_key, person_number).
with evidence as (
    select * from {{ ref('cluster_evidence') }}
),

registry as (
    select * from {{ person_registry_before() }}
),

retired as (
    select * from {{ ref('registry_retired_persons') }}
),

-- Nearly all evidence never changes hands, and one pass is enough for it.
histories as (
    select
        evidence_key,
        count(*) as row_count,
        max(run_number) as last_run_number,
        max(person_number) as person_number,
        arg_min(person_id, run_number) as first_person_id
    from registry
    group by evidence_key
),

holders as (
    select
        evidence_key,
        person_number,
        first_person_id as person_id,
        first_person_id,
        true as is_current
    from histories
    where row_count = 1
    union all
    select
        registry.evidence_key,
        registry.person_number,
        max(registry.person_id) as person_id,
        max(histories.first_person_id) as first_person_id,
        bool_or(registry.run_number = histories.last_run_number) as is_current
    from registry
    inner join histories on registry.evidence_key = histories.evidence_key
    where histories.row_count > 1
    group by registry.evidence_key, registry.person_number
)

select
    evidence.evidence_key,
    evidence.evidence_kind,
    evidence.cluster_number,
    holders.person_number,
    holders.person_id,
    holders.is_current,
    -- What a retired person held first is that person's own, whoever holds it since the merge.
    holders.person_id = holders.first_person_id as is_first,
    holders.person_id = holders.first_person_id or retired.person_id is null as is_own
from evidence
inner join holders on evidence.evidence_key = holders.evidence_key
left join retired on holders.first_person_id = retired.person_id
