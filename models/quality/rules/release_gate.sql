-- Says whether anything may be released: not while a block rule fails, a reject rule is not kept in the marts, or any
-- rule's check broke. `warehouse publish` asks here, and what is released stands behind it.
-- Grain: one row in all (run_id).
with results as (
    select * from {{ ref('rule_results') }}
    where slice_kind = 'all'
),

run as (
    select * from {{ ref('registry_run') }}
),

obstacles as (
    select
        list(distinct rule_id order by rule_id) filter (where verdict = 'broken') as broken_rule_ids,
        list(distinct rule_id order by rule_id) filter (
            where
            verdict = 'failed'
            and (severity = 'block' or (severity = 'reject' and stage = 'in_marts'))
        ) as failed_rule_ids
    from results
),

judged as (
    select
        coalesce(broken_rule_ids, []) as broken_rule_ids,
        coalesce(failed_rule_ids, []) as failed_rule_ids
    from obstacles
)

select
    run.run_id,
    len(judged.broken_rule_ids) = 0 and len(judged.failed_rule_ids) = 0 as is_open,
    cast(judged.broken_rule_ids as varchar[]) as broken_rule_ids,
    cast(judged.failed_rule_ids as varchar[]) as failed_rule_ids
from judged
cross join run
