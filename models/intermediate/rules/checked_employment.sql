-- Says of every person, employer and quarter with wages which of the Council's rules they break.
-- Grain: one row per person, employer and quarter (person_id, employer_id, calendar_quarter).
with parameters as (
    {{ rule_parameters([
        'high_wages_of_quarter', 'times_usual_wages', 'least_quarters_of_usual', 'least_wages_compared', 'youngest_worker'
    ]) }}
),

employment as (
    select * from {{ ref('employment_quarters') }}
),

usual as (
    select
        person_id,
        median(wages) as usual_wages,
        count(*) as quarter_count
    from employment
    group by person_id
)

select
    employment.person_id,
    employment.employer_id,
    employment.calendar_quarter,
    employment.wages > parameters.high_wages_of_quarter
    or (
        usual.quarter_count >= parameters.least_quarters_of_usual
        and employment.wages > parameters.least_wages_compared
        and employment.wages > parameters.times_usual_wages * usual.usual_wages
    ) as wages_implausible,
    employment.age_at_quarter_start < parameters.youngest_worker as wages_under_14
from employment
cross join parameters
inner join usual on employment.person_id = usual.person_id
