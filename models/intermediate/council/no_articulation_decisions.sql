-- Keeps the decisions that a credential has no agreement (policy 3.A(e)) as last published: without one nobody can tell
-- a credential that was weighed from one that was forgotten.
-- Grain: one row per credential and first day of the decision (credential_code, effective_from).
with decisions as (
    {{ latest_rows('stg_council__no_articulation_decisions', ['credential_code', 'effective_from']) }}
)

select
    credential_code,
    decided_on,
    effective_from,
    effective_to,
    reason
from decisions
