-- Says of each award and completion whether college followed, how long the program took, and whether credit was given
-- for the credential (policy 4.A(b), 4.B(e)).
-- Grain: one row per award or completion that outcomes are followed from (outcome_event_id).
with events as (
    select * from {{ ref('fct_outcome_event') }}
    where event_type in ('award', 'completion')
),

enrollments as (
    select * from {{ ref('fct_program_enrollment') }}
),

terms as (
    select * from enrollments
    where sector = 'postsecondary'
),

last_term as (
    select max(greatest(started_on, coalesce(ended_on, started_on))) as last_day from terms
),

-- Whoever went on is seen only once colleges have delivered all of the days after.
followed as (
    select
        events.*,
        coalesce(
            {{ days_between('events.happened_on', 'last_term.last_day') }} >= {{ var('continuation_days') }},
            false
        ) as is_followed
    from events
    cross join last_term
),

-- The first term that began after the day, soon or late.
college as (
    select
        events.outcome_event_id,
        min(case when terms.started_on > events.happened_on then terms.started_on end) as college_started_on,
        bool_or(
            terms.started_on <= events.happened_on
            and coalesce(terms.ended_on, events.happened_on) >= events.happened_on
        ) as is_in_college
    from events
    inner join terms on events.person_id = terms.person_id
    group by events.outcome_event_id
),

entries as (
    select
        person_id,
        program_code,
        min(started_on) as started_on
    from enrollments
    group by person_id, program_code
),

credit as (
    select
        events.outcome_event_id,
        min(credits.decided_on) as credited_on,
        sum(credits.credits) as credits_given
    from events
    inner join {{ ref('fct_articulated_credit') }} as credits
        on
            events.person_id = credits.person_id
            and events.credential_code = credits.credential_code
            and events.happened_on <= credits.decided_on
    where events.event_type = 'award'
    group by events.outcome_event_id
)

select
    followed.outcome_event_id,
    followed.event_type,
    followed.is_followed,
    coalesce(college.is_in_college, false) as is_in_college,
    college.college_started_on,
    case
        when followed.is_followed
            then
                coalesce(
                    {{ days_between('followed.happened_on', 'college.college_started_on') }}
                    <= {{ var('continuation_days') }},
                    false
                )
    end as is_continued,
    cast({{ days_between('entries.started_on', 'followed.happened_on') }} as integer) as days_since_entry,
    credit.credited_on,
    cast(credit.credits_given as decimal(8, 2)) as credits_given
from followed
left join college on followed.outcome_event_id = college.outcome_event_id
left join entries
    on
        followed.person_id = entries.person_id
        and followed.program_code = entries.program_code
        and followed.happened_on >= entries.started_on
left join credit on followed.outcome_event_id = credit.outcome_event_id
