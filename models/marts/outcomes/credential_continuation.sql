-- Says how many of a credential's earners went on to college, how many were given credit for it there, and how long the
-- way from the program's first day to the award took (policy 4.A(b), 4.B(e)).
-- Grain: one row per credential and school year of the award (credential_code, school_year).
with cohort as (
    select
        events.credential_code,
        events.school_year,
        continuation.*
    from {{ ref('fct_outcome_event') }} as events
    inner join {{ ref('fct_continuation') }} as continuation on events.outcome_event_id = continuation.outcome_event_id
    where events.event_type = 'award' and events.event_number_of_person = 1
)

select
    credential_code,
    school_year,
    cast(count(*) as integer) as persons_in_cohort,
    cast(sum(cast(is_in_college as integer)) as integer) as persons_in_college,
    cast(sum(cast(is_followed as integer)) as integer) as persons_followed,
    cast(sum(cast(is_continued as integer)) as integer) as persons_continued,
    {{ percent_of('sum(cast(is_continued as integer))', 'sum(cast(is_followed as integer))') }} as percent_continued,
    cast(sum(case when is_in_college or college_started_on is not null then 1 else 0 end) as integer)
        as persons_in_college_since,
    cast(count(credits_given) as integer) as persons_given_credit,
    cast(coalesce(sum(credits_given), 0) as decimal(10, 2)) as credits_given,
    {{ percent_of(
        'count(case when is_in_college or college_started_on is not null then credits_given end)',
        'sum(case when is_in_college or college_started_on is not null then 1 else 0 end)'
    ) }} as percent_given_credit,
    cast(count(days_since_entry) as integer) as persons_timed,
    cast(round(median(days_since_entry), 0) as integer) as median_days_to_award
from cohort
group by credential_code, school_year
