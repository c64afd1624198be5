-- Gives each rule in force its latest result, for every delivery or period and for all rows: what the Council and the
-- agencies read. The version of the rule and the tolerance are those of the delivery's day. A rule whose check broke,
-- or that no check spoke for, is broken and never passed. What only a release can break is in release_rule_results.
-- Grain: one row per rule, stage and slice (rule_id, stage, slice_kind, slice).
with checks as (
    select * from {{ ref('rule_checks') }}
),

rules as (
    select * from {{ ref('business_rules') }}
    where status = 'in_force' and enforced_in is distinct from 'release_audit'
),

tolerances as (
    select * from {{ ref('rule_tolerances') }}
),

deliveries as (
    select * from {{ ref('deliveries') }}
),

run as (
    select * from {{ ref('registry_run') }}
),

counted as (
    select
        rule_id,
        stage,
        slice_kind,
        slice,
        sum(rows_checked) as rows_checked,
        sum(rows_failing) as rows_failing,
        count(*) as check_count,
        bool_or(is_broken) as is_broken,
        string_agg(check_id || ': ' || message, '; ' order by check_id) as message
    from checks
    group by rule_id, stage, slice_kind, slice
),

-- A rule in force that no check names still has a line.
spoken_for as (
    select * from counted
    union all
    select distinct
        rules.rule_id,
        'as_delivered' as stage,
        'all' as slice_kind,
        'all' as slice,
        0 as rows_checked,
        0 as rows_failing,
        0 as check_count,
        true as is_broken,
        'no check ran' as message
    from rules
    where rules.rule_id not in (select checks.rule_id from checks)
),

dated as (
    select
        spoken_for.*,
        deliveries.agency,
        coalesce(deliveries.delivered_on, cast('{{ var("as_of_date") }}' as date)) as held_on
    from spoken_for
    left join deliveries on spoken_for.slice_kind = 'delivery' and spoken_for.slice = deliveries.file_name
),

ruled as (
    select
        dated.*,
        rules.version as rule_version,
        rules.severity,
        rules.subject,
        case
            when dated.stage = 'in_marts' then 0
            else coalesce(
                (
                    select max(own.tolerance)
                    from tolerances as own
                    where
                        own.rule_id = dated.rule_id
                        and own.agency = dated.agency
                        and dated.held_on between own.valid_from and coalesce(own.valid_to, dated.held_on)
                ),
                (
                    select max(general.tolerance)
                    from tolerances as general
                    where
                        general.rule_id = dated.rule_id
                        and general.agency = 'all'
                        and dated.held_on between general.valid_from and coalesce(general.valid_to, dated.held_on)
                ),
                0
            )
        end as tolerance
    from dated
    inner join rules
        on
            dated.rule_id = rules.rule_id
            and dated.held_on between rules.in_force_from and coalesce(rules.in_force_to, dated.held_on)
)

select
    ruled.rule_id,
    ruled.stage,
    ruled.slice_kind,
    ruled.slice,
    cast(ruled.rule_version as integer) as rule_version,
    run.run_id,
    ruled.subject,
    ruled.severity,
    ruled.agency,
    cast(ruled.rows_checked as bigint) as rows_checked,
    cast(ruled.rows_failing as bigint) as rows_failing,
    cast(ruled.rows_failing / nullif(ruled.rows_checked, 0) as decimal(9, 6)) as failing_share,
    cast(ruled.tolerance as decimal(9, 6)) as tolerance,
    case
        when ruled.is_broken then 'broken'
        when ruled.rows_checked = 0 and ruled.rows_failing = 0 then 'not_applicable'
        when ruled.rows_failing > ruled.tolerance * ruled.rows_checked then 'failed'
        else 'passed'
    end as verdict,
    ruled.message
from ruled
cross join run
