-- Who held what evidence before this run, as the registry has it, now and ever: a person who lost evidence in a merge
-- that is undone must get the old id back.
-- Grain: one row per piece of evidence and person who held it (evidence_key, person_number).
with registry as (
    select
        *,
        row_number() over (partition by evidence_key order by run_number desc) as holding_number
    from {{ person_registry_before() }}
)

select
    evidence_key,
    person_number,
    max(person_id) as person_id,
    bool_or(holding_number = 1) as is_current
from registry
group by evidence_key, person_number
