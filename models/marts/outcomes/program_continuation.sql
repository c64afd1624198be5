-- Says how many of those who finished a program went on to college, and how long the program took them (policy 4.A(b)).
-- A program in a college or of a training provider is finished by its award or completion; one in a high school, which
-- awards nothing, by the diploma of its concentrators and completers, as Perkins V has it.
-- Grain: one row per program and school year of finishing (program_code, school_year).
with completions as (
    select
        events.person_id,
        events.program_code,
        events.happened_on,
        events.school_year,
        events.completion_type,
        continuation.is_followed,
        continuation.is_continued,
        continuation.days_since_entry
    from {{ ref('fct_outcome_event') }} as events
    inner join {{ ref('fct_continuation') }} as continuation on events.outcome_event_id = continuation.outcome_event_id
    where events.event_type = 'completion'
),

school_programs as (
    select
        person_id,
        program_code,
        min(started_on) as started_on,
        min(case when cte_status in ('concentrator', 'completer') then started_on end) as concentrated_on
    from {{ ref('fct_program_enrollment') }}
    where sector = 'secondary'
    group by person_id, program_code
),

finished as (
    select
        person_id,
        program_code,
        happened_on,
        school_year,
        is_followed,
        is_continued,
        days_since_entry
    from completions
    where program_code is not null
    union all
    select
        completions.person_id,
        school_programs.program_code,
        completions.happened_on,
        completions.school_year,
        completions.is_followed,
        completions.is_continued,
        {{ days_between('school_programs.started_on', 'completions.happened_on') }} as days_since_entry
    from completions
    inner join school_programs
        on
            completions.person_id = school_programs.person_id
            and completions.happened_on >= school_programs.concentrated_on
    where completions.completion_type = 'diploma'
),

-- Whoever finished a program twice counts with the first time.
ranked as (
    select
        *,
        row_number() over (
            partition by person_id, program_code
            order by happened_on asc, days_since_entry asc
        ) as place
    from finished
)

select
    program_code,
    school_year,
    cast(count(*) as integer) as persons_finished,
    cast(sum(cast(is_followed as integer)) as integer) as persons_followed,
    cast(sum(cast(is_continued as integer)) as integer) as persons_continued,
    {{ percent_of('sum(cast(is_continued as integer))', 'sum(cast(is_followed as integer))') }} as percent_continued,
    cast(count(days_since_entry) as integer) as persons_timed,
    cast(round(median(days_since_entry), 0) as integer) as median_days_to_completion
from ranked
where place = 1
group by program_code, school_year
