-- Says from which quarter on a person can't be what a credential's earners are compared with: the person earns it
-- before the year after has passed, or, among those of the same program who did not try, ever tried, or ever earned
-- another credential of a program in which this one is earned.
-- Grain: one row per comparison group, credential and person (comparison_group, credential_code, person_id).
with days as (
    select
        days.date_day,
        quarters.quarter_sequence
    from {{ ref('dim_date') }} as days
    inner join {{ ref('dim_quarter') }} as quarters on days.calendar_quarter = quarters.calendar_quarter
),

-- Revoked awards count: who had one is not a person without.
earned as (
    select
        awards.credential_code,
        awards.person_id,
        min(days.quarter_sequence) as quarter_sequence
    from {{ ref('fct_credential_award') }} as awards
    inner join days on awards.earned_on = days.date_day
    group by awards.credential_code, awards.person_id
),

tried as (
    select
        credential_code,
        person_id
    from earned
    union
    select
        credential_code,
        person_id
    from {{ ref('fct_credential_attempt') }}
),

earned_in_programs as (
    select distinct
        program_code,
        credential_code,
        person_id
    from {{ ref('fct_outcome_event') }}
    where event_type = 'award' and program_code is not null
),

credential_programs as (
    select distinct
        program_code,
        credential_code
    from earned_in_programs
),

with_credential_of_program as (
    select
        credential_code,
        person_id
    from tried
    union
    select
        credential_programs.credential_code,
        earned_in_programs.person_id
    from credential_programs
    inner join earned_in_programs on credential_programs.program_code = earned_in_programs.program_code
)

{% for comparison_group in var('comparison_strata') if comparison_group != 'same_program' %}
select
    '{{ comparison_group }}' as comparison_group,
    credential_code,
    person_id,
    cast(quarter_sequence - {{ var('comparison_windows')['after'][1] }} as integer) as excluded_from_quarter
from earned
union all
{% endfor %}
select
    'same_program' as comparison_group,
    credential_code,
    person_id,
    0 as excluded_from_quarter
from with_credential_of_program
