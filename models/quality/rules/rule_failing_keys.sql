-- Shows some of the rows behind a rule's failures, by their keys alone: file and line where the rule speaks of
-- delivered rows, the pseudonymous id where it speaks of people or events.
-- Grain: one row per check, slice and key shown (check_id, slice_kind, slice, failing_key).
with checks as (
    select
        check_id,
        rule_id,
        stage,
        slice_kind,
        slice,
        unnest(failing_keys) as failing_key
    from {{ ref('rule_checks') }}
)

select distinct
    check_id,
    rule_id,
    stage,
    slice_kind,
    slice,
    failing_key
from checks
