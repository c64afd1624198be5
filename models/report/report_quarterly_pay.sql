-- Follows the earners whom report_outcomes has through the quarters before and after the award that the report shows,
-- and keeps those in which they were employed, with their pay and employer (policy 4.A(b)). Whoever isn't followed into
-- the second quarter is left out of all others too, so that the people of a quarter are always some of those followed.
-- Grain: one row per followed award and quarter of employment (outcome_event_id, follow_up_quarter).
with outcomes as (
    select * from {{ ref('report_outcomes') }}
),

quarters as (
    select
        member as follow_up_quarter,
        cast(member as integer) as quarter_number
    from {{ ref('report_labels') }}
    where dimension = 'follow_up_quarter'
)

select
    outcomes.outcome_event_id,
    quarters.follow_up_quarter,
    outcomes.person_id,
    outcomes.school_year,
    outcomes.credential_code,
    followed.is_employed,
    followed.wages,
    followed.main_employer_id
from outcomes
inner join {{ ref('fct_outcome_quarter') }} as followed on outcomes.outcome_event_id = followed.outcome_event_id
inner join quarters on followed.follow_up_quarter = quarters.quarter_number
where followed.is_employed
