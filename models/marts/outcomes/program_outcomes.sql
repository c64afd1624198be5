-- Measures programs as WIOA does, by the year of exit (policy 4.A(b)): employment in the second and fourth quarter
-- after, median earnings, the same employer in both, and a credential earned in the program or within a year of
-- leaving. WIOA's skill gains are counted by the year of training: program_skill_gains.
-- Grain: one row per sector, funding stream, program and school year of the exit (sector, funding_stream, program_code,
-- school_year), 'all' for all; program years turn as school years do. A person counts once in each row.
{%- set keys = participation_keys() %}
with exits as (
    select * from {{ ref('fct_outcome_event') }}
    where event_type = 'program_exit'
),

placed as (
    {{ at_each_level('exits') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by person_id, {{ keys | join(', ') }}
            order by happened_on desc, entered_on desc, event_key asc
        ) as recency,
        row_number() over (
            partition by person_id, {{ keys | join(', ') }}, program_code is null
            order by happened_on desc, entered_on desc, event_key asc
        ) as recency_of_kind
    from placed
),

cohort as (
    select * from ranked
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
    select distinct exits.outcome_event_id
    from exits
    inner join earned on exits.person_id = earned.person_id
    where
        earned.happened_on >= exits.entered_on
        and {{ days_between('exits.happened_on', 'earned.happened_on') }} <= {{ var('attainment_days') }}
),

second_quarter as (
    {{ wioa_quarter(var('wioa_quarters').second_quarter, keys) }}
),

fourth_quarter as (
    {{ wioa_quarter(var('wioa_quarters').fourth_quarter, keys) }}
),

-- Of those in training or education alone, as WIOA counts, each with the last exit from a program. Who left too lately
-- for the window to have passed is in neither part of the rate.
attainment as (
    select
        {%- for key in keys %}
        ranked.{{ key }},
        {%- endfor %}
        cast(count(*) as integer) as persons_followed_for_credential,
        cast(count(attained.outcome_event_id) as integer) as persons_with_credential
    from ranked
    cross join last_award
    left join attained on ranked.outcome_event_id = attained.outcome_event_id
    where
        ranked.program_code is not null
        and ranked.recency_of_kind = 1
        and {{ days_between('ranked.happened_on', 'last_award.happened_on') }} >= {{ var('attainment_days') }}
    group by ranked.{{ keys | join(', ranked.') }}
),

cohorts as (
    select
        {%- for key in keys %}
        cohort.{{ key }},
        {%- endfor %}
        cast(count(*) as integer) as persons_in_cohort,
        cast(sum(cast(cohort.is_known_to_labor as integer)) as integer) as persons_known_to_labor,
        cast(sum(cast(cohort.is_matchable_to_labor as integer)) as integer) as persons_matchable
    from cohort
    group by cohort.{{ keys | join(', cohort.') }}
)

select
    cohorts.counted_sector as sector,
    cohorts.counted_stream as funding_stream,
    cohorts.counted_program as program_code,
    cohorts.school_year,
    cohorts.persons_in_cohort,
    cohorts.persons_known_to_labor,
    cohorts.persons_matchable,
    coalesce(attainment.persons_followed_for_credential, 0) as persons_followed_for_credential,
    attainment.persons_with_credential,
    {{ percent_of('attainment.persons_with_credential', 'attainment.persons_followed_for_credential') }}
        as percent_with_credential,
    second_quarter.persons_retained,
    {{ percent_of('second_quarter.persons_retained', 'second_quarter.persons_retainable') }} as percent_retained,
    {{ wioa_quarter_columns('second_quarter', 'cohorts.persons_in_cohort') }},
    {{ wioa_quarter_columns('fourth_quarter', 'cohorts.persons_in_cohort') }}
from cohorts
inner join second_quarter
    on
        cohorts.counted_sector = second_quarter.counted_sector
        and cohorts.counted_stream = second_quarter.counted_stream
        and cohorts.counted_program = second_quarter.counted_program
        and cohorts.school_year = second_quarter.school_year
inner join fourth_quarter
    on
        cohorts.counted_sector = fourth_quarter.counted_sector
        and cohorts.counted_stream = fourth_quarter.counted_stream
        and cohorts.counted_program = fourth_quarter.counted_program
        and cohorts.school_year = fourth_quarter.school_year
left join attainment
    on
        cohorts.counted_sector = attainment.counted_sector
        and cohorts.counted_stream = attainment.counted_stream
        and cohorts.counted_program = attainment.counted_program
        and cohorts.school_year = attainment.school_year
