-- Whatever the warehouse itself puts into a fact as a key (people, employers, credentials, days, quarters, events)
-- stands in its dimension, so that an inner join loses nothing. Each row returned names a fact's column and how many of
-- its rows point nowhere: the dimension's model leaves out what the fact's model keeps.
{%- set references = [
    ('fct_program_enrollment', 'person_id', 'dim_person', 'person_id'),
    ('fct_credential_attempt', 'person_id', 'dim_person', 'person_id'),
    ('fct_credential_award', 'person_id', 'dim_person', 'person_id'),
    ('fct_completion', 'person_id', 'dim_person', 'person_id'),
    ('fct_articulated_credit', 'person_id', 'dim_person', 'person_id'),
    ('fct_employment', 'person_id', 'dim_person', 'person_id'),
    ('fct_wage', 'person_id', 'dim_person', 'person_id'),
    ('dim_person_school_year', 'person_id', 'dim_person', 'person_id'),
    ('fct_employment', 'employer_id', 'dim_employer', 'employer_id'),
    ('fct_credential_attempt', 'credential_code', 'dim_credential', 'credential_code'),
    ('fct_credential_award', 'credential_code', 'dim_credential', 'credential_code'),
    ('fct_articulated_credit', 'credential_code', 'dim_credential', 'credential_code'),
    ('fct_credential_attempt_source', 'credential_attempt_id', 'fct_credential_attempt', 'credential_attempt_id'),
    ('fct_credential_award_source', 'credential_award_id', 'fct_credential_award', 'credential_award_id'),
    ('fct_program_enrollment', 'started_on', 'dim_date', 'date_day'),
    ('fct_program_enrollment', 'ended_on', 'dim_date', 'date_day'),
    ('fct_credential_attempt', 'attempted_on', 'dim_date', 'date_day'),
    ('fct_credential_award', 'earned_on', 'dim_date', 'date_day'),
    ('fct_credential_award', 'expires_on', 'dim_date', 'date_day'),
    ('fct_credential_award', 'revoked_on', 'dim_date', 'date_day'),
    ('fct_completion', 'completed_on', 'dim_date', 'date_day'),
    ('fct_articulated_credit', 'decided_on', 'dim_date', 'date_day'),
    ('fct_employment', 'calendar_quarter', 'dim_quarter', 'calendar_quarter'),
    ('fct_wage', 'calendar_quarter', 'dim_quarter', 'calendar_quarter'),
    ('fct_outcome_quarter', 'outcome_event_id', 'fct_outcome_event', 'outcome_event_id'),
    ('credential_outcomes', 'credential_code', 'dim_credential', 'credential_code'),
    ('fct_outcome_event', 'person_id', 'dim_person', 'person_id'),
    ('fct_person_timeline', 'person_id', 'dim_person', 'person_id'),
    ('fct_person_timeline', 'employer_id', 'dim_employer', 'employer_id'),
    ('fct_employment_quarter', 'person_id', 'dim_person', 'person_id'),
    ('fct_employment_quarter', 'main_employer_id', 'dim_employer', 'employer_id'),
    ('fct_employment_quarter', 'main_naics_code', 'dim_industry', 'naics_code'),
    ('fct_employment_quarter', 'main_region_code', 'dim_region', 'region_code'),
    ('fct_annual_earnings', 'person_id', 'dim_person', 'person_id'),
    ('credential_earnings', 'credential_code', 'dim_credential', 'credential_code'),
    ('credential_stacking', 'next_credential_code', 'dim_credential', 'credential_code'),
    ('fct_school_exit', 'outcome_event_id', 'fct_outcome_event', 'outcome_event_id'),
    ('earnings_benchmarks', 'region_code', 'dim_region', 'region_code'),
] %}

with pointing_nowhere as (
    {%- for fact, column, dimension, key in references %}
    select
        '{{ fact }}.{{ column }}' as reference,
        count(*) as row_count
    from {{ ref(fact) }} as facts
    left join {{ ref(dimension) }} as dimensions on facts.{{ column }} = dimensions.{{ key }}
    where facts.{{ column }} is not null and dimensions.{{ key }} is null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from pointing_nowhere
where row_count > 0
