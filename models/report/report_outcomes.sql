-- Follows the earners of a credential into the second quarter after their first award of it, as WIOA counts them: those
-- of a school year that is followed so far, and of them the employed with their pay and employer (policy 4.A(b)).
-- Grain: one row per person, credential and school year of the first award (outcome_event_id).
select
    events.outcome_event_id,
    events.person_id,
    events.school_year,
    events.credential_code,
    events.happened_on,
    followed.is_employed,
    followed.wages,
    followed.main_employer_id
from {{ ref('fct_outcome_event') }} as events
inner join {{ ref('fct_outcome_quarter') }} as followed on events.outcome_event_id = followed.outcome_event_id
inner join {{ ref('report_followed_years') }} as followed_years
    on events.school_year = followed_years.school_year and followed_years.event_type = 'outcome'
where
    events.event_type = 'award'
    and events.event_number_of_person = 1
    and followed.follow_up_quarter = {{ var('wioa_quarters').second_quarter }}
