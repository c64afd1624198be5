-- Puts the reports of one attempt together. Reports of one person, credential and result are one attempt as long as
-- each lies at most attempt_same_event_days after the one before; the source of highest precedence speaks for it.
-- Grain: one row per report of an attempt (credential_attempt_id, report_rank); report_rank 1 speaks for the attempt.
with reports as (
    select
        *,
        lag(attempted_on) over (
            partition by person_id, credential_code, result
            order by attempted_on, delivered_on, file_name, line_number
        ) as previous_attempted_on
    from {{ ref('credential_reports') }}
    where
        set_aside_reason is null
        and attempted_on is not null
        and result is not null
        and attempt_rank is not null
),

events as (
    select
        *,
        sum(
            case
                when
                    {{ days_between('previous_attempted_on', 'attempted_on') }}
                    <= {{ var('attempt_same_event_days') }}
                    then 0
                else 1
            end
        ) over (
            partition by person_id, credential_code, result
            order by attempted_on, delivered_on, file_name, line_number
            rows between unbounded preceding and current row
        ) as event_number
    from reports
),

ranked as (
    select
        *,
        row_number() over (
            partition by person_id, credential_code, result, event_number
            order by attempt_rank, source, {{ latest_first() }}
        ) as report_rank
    from events
),

dated as (
    select
        *,
        first_value(attempted_on) over (
            partition by person_id, credential_code, result, event_number
            order by report_rank
        ) as event_on
    from ranked
)

select
    {{ surrogate_key(['person_id', 'credential_code', 'event_on', 'result']) }} as credential_attempt_id,
    report_rank,
    person_id,
    credential_code,
    source,
    source_kind,
    institution_code,
    attempted_on,
    result,
    score,
    cut_score,
    sub_scores,
    is_proctored,
    delivered_on,
    file_name,
    line_number,
    extensions
from dated
