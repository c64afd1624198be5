-- Puts the reports of one award together. Reports of one person and credential are one award as long as each lies at
-- most award_same_event_days after the one before; the source of highest precedence speaks for it.
-- Grain: one row per report of an award (credential_award_id, report_rank); report_rank 1 speaks for the award.
with reports as (
    select
        *,
        lag(earned_on) over (
            partition by person_id, credential_code
            order by earned_on, delivered_on, file_name, line_number
        ) as previous_earned_on
    from {{ ref('credential_reports') }}
    where
        set_aside_reason is null
        and earned_on is not null
        and award_rank is not null
),

events as (
    select
        *,
        sum(
            case
                when
                    {{ days_between('previous_earned_on', 'earned_on') }}
                    <= {{ var('award_same_event_days') }}
                    then 0
                else 1
            end
        ) over (
            partition by person_id, credential_code
            order by earned_on, delivered_on, file_name, line_number
            rows between unbounded preceding and current row
        ) as event_number
    from reports
),

ranked as (
    select
        *,
        row_number() over (
            partition by person_id, credential_code, event_number
            order by award_rank, source, {{ latest_first() }}
        ) as report_rank
    from events
),

dated as (
    select
        *,
        first_value(earned_on) over (
            partition by person_id, credential_code, event_number
            order by report_rank
        ) as event_on
    from ranked
)

select
    {{ surrogate_key(['person_id', 'credential_code', 'event_on']) }} as credential_award_id,
    report_rank,
    person_id,
    credential_code,
    source,
    source_kind,
    institution_code,
    earned_on,
    expires_on,
    revoked_on,
    delivered_on,
    file_name,
    line_number,
    extensions
from dated
