-- Counts WIOA's measurable skill gains (policy 4.A(b)): of those in a program for a day of the program year or more,
-- who made a gain in the year that is on record, from the first day in the program to the exit from service. Of WIOA's
-- five kinds of gain the deliveries tell of three: an exam passed, a diploma or award, credits enough. The others,
-- levels of adult education and progress at an employer, would add to them.
-- Grain: one row per sector, funding stream, program and school year in it (sector, funding_stream, program_code,
-- school_year), 'all' for all; program years turn as school years do. A person counts once in each row.
{%- set keys = participation_keys() %}
{%- set kinds = ['exam', 'diploma', 'college_award', 'credits'] %}
with years as (
    select
        school_year,
        min(date_day) as first_day,
        max(date_day) as last_day
    from {{ ref('dim_date') }}
    group by school_year
),

-- A student's program ends with its last course, and the diploma comes days later: only an exit from service bounds.
trained as (
    select
        participations.*,
        years.school_year,
        greatest(participations.trained_from, years.first_day) as gains_from,
        least(coalesce(participations.served_until, years.last_day), years.last_day) as gains_until
    from {{ ref('program_participations') }} as participations
    inner join years
        on participations.trained_from <= years.last_day and participations.trained_until >= years.first_day
),

moments as (
    select
        person_id,
        attempted_on as gained_on,
        'exam' as kind
    from {{ ref('fct_credential_attempt') }}
    where is_passed
    union all
    select
        person_id,
        happened_on as gained_on,
        case
            when event_type = 'award' then 'exam'
            when completion_type = 'diploma' then 'diploma'
            else 'college_award'
        end as kind
    from {{ ref('fct_outcome_event') }}
    where event_type = 'award' or (event_type = 'completion' and completion_type <> 'training')
),

terms as (
    select * from {{ ref('fct_program_enrollment') }}
    where sector = 'postsecondary' and credits_earned > 0
),

gains as (
    select
        trained.program_participation_id,
        trained.school_year,
        moments.kind
    from trained
    inner join moments
        on
            trained.person_id = moments.person_id
            and moments.gained_on between trained.gains_from and trained.gains_until
    union all
    select
        trained.program_participation_id,
        trained.school_year,
        'credits' as kind
    from trained
    inner join terms
        on
            trained.person_id = terms.person_id
            and trained.gains_from <= terms.started_on
            and trained.gains_until >= terms.ended_on
    group by trained.program_participation_id, trained.school_year
    having sum(terms.credits_earned) >= {{ var('skill_gain_credits') }}
),

gained as (
    select
        program_participation_id,
        {%- for kind in kinds %}
        bool_or(kind = '{{ kind }}') as has_{{ kind }},
        {%- endfor %}
        school_year
    from gains
    group by program_participation_id, school_year
),

participations as (
    select
        trained.*,
        {%- for kind in kinds %}
        coalesce(gained.has_{{ kind }}, false) as has_{{ kind }},
        {%- endfor %}
        gained.program_participation_id is not null as has_gain
    from trained
    left join gained
        on
            trained.program_participation_id = gained.program_participation_id
            and trained.school_year = gained.school_year
),

placed as (
    {{ at_each_level('participations') }}
),

counted as (
    select
        {{ keys | join(', ') }},
        cast(count(distinct person_id) as integer) as persons_in_training,
        {%- for kind in kinds %}
        cast(count(distinct case when has_{{ kind }} then person_id end) as integer) as persons_with_{{ kind }}_gain,
        {%- endfor %}
        cast(count(distinct case when has_gain then person_id end) as integer) as persons_with_gain
    from placed
    group by {{ keys | join(', ') }}
)

select
    counted_sector as sector,
    counted_stream as funding_stream,
    counted_program as program_code,
    school_year,
    persons_in_training,
    {%- for kind in kinds %}
    persons_with_{{ kind }}_gain,
    {%- endfor %}
    persons_with_gain,
    {{ percent_of('persons_with_gain', 'persons_in_training') }} as percent_with_gain
from counted
