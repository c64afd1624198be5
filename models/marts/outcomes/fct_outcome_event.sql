-- Gives each event that outcomes are followed from the dimensions to slice by, as they were on its day, so that a BI
-- tool needs this table and fct_outcome_quarter alone (policy 4.A(b), 4.B(f)). What a school tells of the person's
-- groups that year comes first, then what the workforce agency or a college does.
-- Grain: one row per event (outcome_event_id).
with events as (
    select * from {{ ref('outcome_events') }}
),

awards as (
    select * from {{ ref('fct_credential_award') }}
    where not is_revoked
),

-- Whoever failed may have passed in the end.
later_awards as (
    select
        events.event_key,
        min(awards.earned_on) as earned_later_on
    from events
    inner join awards
        on
            events.person_id = awards.person_id
            and events.credential_code = awards.credential_code
            and events.happened_on <= awards.earned_on
    where events.event_type = 'failed_attempt'
    group by events.event_key
),

placed as (
    select
        events.*,
        days.calendar_quarter,
        days.school_year,
        coalesce(events.program_code, aligned.program_code) as program_code_at_event,
        coalesce(events.sector, aligned.sector) as sector_at_event,
        coalesce(events.institution_code, aligned.institution_code) as institution_code_at_event,
        later_awards.earned_later_on,
        row_number() over (
            partition by
                events.person_id, events.event_type, events.credential_code, events.program_code, events.completion_type
            order by events.happened_on, events.event_key
        ) as event_number_of_person
    from events
    inner join {{ ref('dim_date') }} as days on events.happened_on = days.date_day
    left join {{ ref('credential_event_programs') }} as aligned
        on
            events.event_key = aligned.event_key
            and aligned.event_kind
            = case events.event_type when 'failed_attempt' then 'attempt' else events.event_type end
    left join later_awards on events.event_type = 'failed_attempt' and events.event_key = later_awards.event_key
)

select
    {{ surrogate_key(['placed.event_type', 'placed.event_key']) }} as outcome_event_id,
    placed.person_id,
    placed.event_type,
    placed.event_key,
    placed.happened_on,
    placed.calendar_quarter,
    quarters.quarter_sequence,
    placed.school_year,
    cast(placed.event_number_of_person as integer) as event_number_of_person,
    placed.credential_code,
    credentials.credential_type,
    credentials.credential_level,
    placed.list_year,
    placed.is_high_value,
    placed.earned_later_on,
    placed.program_code_at_event as program_code,
    placed.sector_at_event as sector,
    coalesce(credentials.career_cluster, programs.career_cluster) as career_cluster,
    placed.completion_type,
    placed.funding_stream,
    placed.entered_on,
    placed.is_completed,
    placed.is_concentrator,
    placed.institution_code_at_event as institution_code,
    coalesce(school_years.region_code, counties.region_code, institutions.region_code) as region_code,
    persons.sex,
    persons.race_ethnicity,
    school_years.household_income_band,
    adult_years.is_low_income,
    coalesce(school_years.has_disability, adult_years.has_disability) as has_disability,
    school_years.is_english_learner,
    coalesce(school_years.is_single_parent, adult_years.is_single_parent) as is_single_parent,
    school_years.is_homeless,
    school_years.is_in_foster_care,
    school_years.is_migrant,
    school_years.is_military_connected,
    labor_reach.is_known_to_labor,
    labor_reach.is_matchable_to_labor
from placed
inner join {{ ref('dim_quarter') }} as quarters on placed.calendar_quarter = quarters.calendar_quarter
inner join {{ ref('dim_person') }} as persons on placed.person_id = persons.person_id
inner join {{ ref('labor_reach') }} as labor_reach on placed.person_id = labor_reach.person_id
left join {{ ref('dim_credential') }} as credentials on placed.credential_code = credentials.credential_code
left join {{ ref('dim_program') }} as programs on placed.program_code_at_event = programs.program_code
left join {{ ref('dim_institution') }} as institutions
    on placed.institution_code_at_event = institutions.institution_code
left join {{ ref('dim_person_school_year') }} as school_years
    on placed.person_id = school_years.person_id and placed.school_year = school_years.school_year
left join {{ ref('adult_school_years') }} as adult_years
    on placed.person_id = adult_years.person_id and placed.school_year = adult_years.school_year
left join {{ ref('counties') }} as counties on adult_years.county_code = counties.county_code
