-- Gives the rule that only what is released can break its latest result: the attack on the release. It stands here, and
-- not in rule_results, since what the release gate keeps back can't be attacked before it stands open.
-- Grain: one row per rule, stage and slice (rule_id, stage, slice_kind, slice).
with audit as (
    select * from {{ ref('release_audit') }}
),

rules as (
    select
        *,
        cast('{{ var("as_of_date") }}' as date) as held_on
    from {{ ref('business_rules') }}
    where status = 'in_force' and enforced_in = 'release_audit'
),

run as (
    select * from {{ ref('registry_run') }}
),

attacked as (
    select
        coalesce(sum(figures_attacked), 0) as rows_checked,
        coalesce(sum(figures_told), 0) as rows_failing,
        min(told[1]) as message
    from audit
)

-- Behind a closed gate there is nothing to attack.
select
    rules.rule_id,
    'as_released' as stage,
    'all' as slice_kind,
    'all' as slice,
    cast(rules.version as integer) as rule_version,
    run.run_id,
    rules.subject,
    rules.severity,
    cast(null as varchar) as agency,
    cast(attacked.rows_checked as bigint) as rows_checked,
    cast(attacked.rows_failing as bigint) as rows_failing,
    cast(attacked.rows_failing / nullif(attacked.rows_checked, 0) as decimal(9, 6)) as failing_share,
    cast(0 as decimal(9, 6)) as tolerance,
    case
        when attacked.rows_failing > 0 then 'failed'
        when attacked.rows_checked = 0 then 'not_applicable'
        else 'passed'
    end as verdict,
    attacked.message
from rules
cross join attacked
cross join run
where rules.held_on between rules.in_force_from and coalesce(rules.in_force_to, rules.held_on)
