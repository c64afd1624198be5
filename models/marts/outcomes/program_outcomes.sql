-- Measures programs as WIOA does, by the year of exit (policy 4.A(b)): employment in the second and fourth quarter
-- after, median earnings, the same employer in both, and a credential earned in the program or within a year of
-- leaving. Of WIOA's six measures the skill gains within the program are not delivered.
-- Grain: one row per program and school year of the exit (program_code, school_year); program years turn as they do.
with exits as (
    select
        *,
        row_number() over (
            partition by person_id, program_code, school_year
            order by happened_on desc, event_key asc
        ) as recency
    from {{ ref('fct_outcome_event') }}
    where event_type = 'program_exit'
),

cohort as (
    select * from exits
    where recency = 1
),

-- A high school diploma counts for WIOA only with work or study after it, and is left out.
earned as (
    select
        person_id,
        happened_on
    from {{ ref('fct_outcome_event') }}
    where event_type = 'award' or (event_type = 'completion' and completion_type not in ('diploma', 'training'))
),

last_award as (
    select max(happened_on) as happened_on from earned
),

attained as (
    select distinct cohort.outcome_event_id
    from cohort
    inner join earned on cohort.person_id = earned.person_id
    where
        earned.happened_on >= cohort.entered_on
        and {{ days_between('cohort.happened_on', 'earned.happened_on') }} <= {{ var('attainment_days') }}
),

second_quarter as (
    {{ wioa_quarter(var('wioa_quarters').second_quarter, ['program_code', 'school_year']) }}
),

fourth_quarter as (
    {{ wioa_quarter(var('wioa_quarters').fourth_quarter, ['program_code', 'school_year']) }}
),

-- Who left too lately for the window to have passed is in neither part of the rate.
cohorts as (
    select
        cohort.program_code,
        cohort.school_year,
        cast(count(*) as integer) as persons_in_cohort,
        cast(sum(cast(cohort.is_known_to_labor as integer)) as integer) as persons_known_to_labor,
        cast(sum(cast(cohort.is_matchable_to_labor as integer)) as integer) as persons_matchable,
        cast(sum(
            case
                when {{ days_between('cohort.happened_on', 'last_award.happened_on') }} >= {{ var('attainment_days') }}
                    then 1
                else 0
            end
        ) as integer) as persons_followed_for_credential,
        cast(sum(
            case
                when {{ days_between('cohort.happened_on', 'last_award.happened_on') }} >= {{ var('attainment_days') }}
                    then case when attained.outcome_event_id is null then 0 else 1 end
            end
        ) as integer) as persons_with_credential
    from cohort
    cross join last_award
    left join attained on cohort.outcome_event_id = attained.outcome_event_id
    group by cohort.program_code, cohort.school_year
)

select
    cohorts.program_code,
    cohorts.school_year,
    cohorts.persons_in_cohort,
    cohorts.persons_known_to_labor,
    cohorts.persons_matchable,
    cohorts.persons_followed_for_credential,
    cohorts.persons_with_credential,
    {{ percent_of('cohorts.persons_with_credential', 'cohorts.persons_followed_for_credential') }}
        as percent_with_credential,
    second_quarter.persons_retained,
    {{ percent_of('second_quarter.persons_retained', 'second_quarter.persons_retainable') }} as percent_retained,
    {{ wioa_quarter_columns('second_quarter', 'cohorts.persons_in_cohort') }},
    {{ wioa_quarter_columns('fourth_quarter', 'cohorts.persons_in_cohort') }}
from cohorts
inner join second_quarter
    on cohorts.program_code = second_quarter.program_code and cohorts.school_year = second_quarter.school_year
inner join fourth_quarter
    on cohorts.program_code = fourth_quarter.program_code and cohorts.school_year = fourth_quarter.school_year
