-- Follows the earners whom report_outcomes has through the quarters before and after the award that the report shows,
-- and keeps those in which they were employed, with their pay and employer (policy 4.A(b)). A quarter into which a
-- school year's earners aren't all followed has no rows, so that no part of a cohort stands for it.
-- Grain: one row per followed award and quarter of employment (outcome_event_id, follow_up_quarter).
with outcomes as (
    select * from {{ ref('report_outcomes') }}
),

quarters as (
    select
        school_year,
        follow_up_quarter,
        cast(follow_up_quarter as integer) as quarter_number
    from {{ ref('report_followed_years') }}
    where event_type = 'pay'
)

select
    outcomes.outcome_event_id,
    quarters.follow_up_quarter,
    outcomes.person_id,
    outcomes.school_year,
    outcomes.credential_code,
    outcomes.happened_on,
    followed.is_employed,
    followed.wages,
    followed.main_employer_id
from outcomes
inner join {{ ref('fct_outcome_quarter') }} as followed on outcomes.outcome_event_id = followed.outcome_event_id
inner join quarters
    on outcomes.school_year = quarters.school_year and followed.follow_up_quarter = quarters.quarter_number
where followed.is_employed
