-- Shows each agency, year by year, how its deliveries keep the Council's rules: what came, what was late, missing or
-- refused, who attested (policy 4.B(h)), and whether it grows better or worse.
-- Grain: one row per agency and school year (agency, school_year).
with deliveries as (
    select
        reconciled.*,
        periods.school_year,
        deliveries.attested_by is not null and deliveries.attested_on is not null as is_attested
    from {{ ref('file_reconciliation') }} as reconciled
    inner join {{ ref('delivery_periods') }} as periods on reconciled.file_name = periods.file_name
    inner join {{ ref('deliveries') }} as deliveries on reconciled.file_name = deliveries.file_name
),

calendar as (
    select * from {{ ref('checked_calendar') }}
),

results as (
    select
        results.*,
        periods.school_year
    from {{ ref('rule_results') }} as results
    inner join {{ ref('delivery_periods') }} as periods on results.slice = periods.file_name
    where results.slice_kind = 'delivery'
),

received as (
    select
        agency,
        school_year,
        count(*) as file_count,
        count(case when status = 'refused' then 1 end) as files_refused,
        count(case when is_attested then 1 end) as files_attested,
        sum(rows_delivered) as rows_delivered,
        sum(rows_refused) as rows_refused
    from deliveries
    group by agency, school_year
),

owed as (
    select
        agency,
        school_year,
        count(*) as files_owed,
        count(case when delivery_missing then 1 end) as files_missing,
        count(case when delivery_late then 1 end) as files_late
    from calendar
    group by agency, school_year
),

rules_of_year as (
    select
        agency,
        school_year,
        rule_id,
        sum(rows_checked) as rows_checked,
        sum(rows_failing) as rows_failing,
        sum(rows_failing) > sum(rows_checked * tolerance) as is_failed
    from results
    where verdict in ('passed', 'failed')
    group by agency, school_year, rule_id
),

judged as (
    select
        agency,
        school_year,
        count(*) as rules_judged,
        count(case when is_failed then 1 end) as rules_failed,
        cast(sum(rows_failing) / nullif(sum(rows_checked), 0) as decimal(9, 6)) as failing_share
    from rules_of_year
    group by agency, school_year
),

years as (
    select
        coalesce(received.agency, owed.agency) as agency,
        coalesce(received.school_year, owed.school_year) as school_year,
        coalesce(received.file_count, 0) as file_count,
        coalesce(received.files_refused, 0) as files_refused,
        coalesce(received.files_attested, 0) as files_attested,
        coalesce(owed.files_owed, 0) as files_owed,
        coalesce(owed.files_missing, 0) as files_missing,
        coalesce(owed.files_late, 0) as files_late,
        coalesce(received.rows_delivered, 0) as rows_delivered,
        coalesce(received.rows_refused, 0) as rows_refused,
        cast(received.rows_refused / nullif(received.rows_delivered, 0) as decimal(9, 6)) as refused_share
    from received
    full join owed on received.agency = owed.agency and received.school_year = owed.school_year
),

compared as (
    select
        years.*,
        coalesce(judged.rules_judged, 0) as rules_judged,
        coalesce(judged.rules_failed, 0) as rules_failed,
        judged.failing_share,
        judged.failing_share - lag(judged.failing_share) over (
            partition by years.agency order by years.school_year
        ) as failing_share_change
    from years
    left join judged on years.agency = judged.agency and years.school_year = judged.school_year
)

select
    agency,
    cast(school_year as integer) as school_year,
    file_count,
    files_owed,
    files_missing,
    files_late,
    files_refused,
    files_attested,
    cast(rows_delivered as bigint) as rows_delivered,
    cast(rows_refused as bigint) as rows_refused,
    refused_share,
    rules_judged,
    rules_failed,
    failing_share,
    cast(failing_share_change as decimal(9, 6)) as failing_share_change,
    case
        when failing_share_change < 0 then 'better'
        when failing_share_change > 0 then 'worse'
        when failing_share_change = 0 then 'same'
    end as trend
from compared
