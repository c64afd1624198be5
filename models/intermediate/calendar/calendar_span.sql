-- Says which years the data speaks of, so that the calendar holds each day and quarter that a fact may point to, expiry
-- and the as-of date included, without a year being written anywhere.
-- Grain: one row in all (first_day).
with events as (
    select
        min(attempted_on) as first_day,
        max(attempted_on) as last_day
    from {{ ref('credential_attempts') }}
    union all
    select
        min(earned_on) as first_day,
        max(greatest(earned_on, expires_on, revoked_on)) as last_day
    from {{ ref('credential_awards') }}
    union all
    select
        min(started_on) as first_day,
        max(greatest(started_on, ended_on)) as last_day
    from {{ ref('program_enrollments') }}
    union all
    select
        min(completed_on) as first_day,
        max(completed_on) as last_day
    from {{ ref('completions') }}
    union all
    select
        min(decided_on) as first_day,
        max(decided_on) as last_day
    from {{ ref('articulated_credits') }}
    union all
    select
        min(quarter_starts_on) as first_day,
        max(quarter_starts_on) as last_day
    from {{ ref('employment_quarters') }}
    union all
    select
        cast('{{ var("as_of_date") }}' as date) as first_day,
        cast('{{ var("as_of_date") }}' as date) as last_day
)

select
    make_date(extract(year from min(first_day)), 1, 1) as first_day,
    make_date(extract(year from max(last_day)), 12, 31) as last_day
from events
