-- How many students enrolled in a program that leads to each credential, attempted it, and earned it, by school year?
-- Policy 4.B(a)-(c), 5.A(a)-(c). Persons, each counted once a credential and year. Enrolling, attempting and earning
-- may fall in different years, so a year's counts are no funnel; for that see conversion_by_program. Renewals and
-- revoked awards aren't earned. What no source reports of a credential in a year is empty and not zero: a board
-- delivers licenses without attempts, and an entity may have stopped delivering.
with enrolled as (
    select
        alignments.credential_code,
        enrollments.school_year,
        count(distinct enrollments.person_id) as persons_enrolled
    from {{ mart('fct_program_enrollment') }} as enrollments
    inner join {{ mart('bridge_credential_program') }} as alignments
        on
            enrollments.program_code = alignments.program_code
            and enrollments.started_on >= alignments.aligned_from
            and enrollments.started_on <= coalesce(alignments.aligned_to, enrollments.started_on)
    group by alignments.credential_code, enrollments.school_year
),

attempted as (
    select
        credential_code,
        school_year,
        count(distinct person_id) as persons_attempted
    from {{ mart('fct_credential_attempt') }}
    group by credential_code, school_year
),

earned as (
    select
        credential_code,
        school_year,
        count(distinct person_id) as persons_earned,
        count(distinct case when is_high_value then person_id end) as persons_earned_high_value
    from {{ mart('fct_credential_award') }}
    where not is_revoked and not is_renewal
    group by credential_code, school_year
),

reports as (
    select
        'attempt' as told,
        credential_code,
        source,
        delivered_on
    from {{ mart('fct_credential_attempt_source') }}
    union all
    select
        'award' as told,
        credential_code,
        source,
        delivered_on
    from {{ mart('fct_credential_award_source') }}
),

deliveries as (
    select
        source,
        max(delivered_on) as last_delivered_on
    from reports
    group by source
),

-- Until when the attempts and the awards of a credential are told.
told as (
    select
        reports.credential_code,
        max(case when reports.told = 'attempt' then deliveries.last_delivered_on end) as attempts_until,
        max(case when reports.told = 'award' then deliveries.last_delivered_on end) as awards_until
    from reports
    inner join deliveries on reports.source = deliveries.source
    group by reports.credential_code
),

cells as (
    select
        credential_code,
        school_year
    from enrolled
    union
    select
        credential_code,
        school_year
    from attempted
    union
    select
        credential_code,
        school_year
    from earned
)

select
    cells.school_year,
    credentials.credential_name,
    coalesce(enrolled.persons_enrolled, 0) as persons_enrolled,
    case
        when told.attempts_until >= {{ first_day_of_school_year('cells.school_year') }}
            then coalesce(attempted.persons_attempted, 0)
    end as persons_attempted,
    {%- for persons in ['persons_earned', 'persons_earned_high_value'] %}
    case
        when told.awards_until >= {{ first_day_of_school_year('cells.school_year') }}
            then coalesce(earned.{{ persons }}, 0)
    end as {{ persons }}{% if not loop.last %},{% endif %}
    {%- endfor %}
from cells
inner join {{ mart('dim_credential') }} as credentials on cells.credential_code = credentials.credential_code
left join enrolled
    on cells.credential_code = enrolled.credential_code and cells.school_year = enrolled.school_year
left join attempted
    on cells.credential_code = attempted.credential_code and cells.school_year = attempted.school_year
left join earned
    on cells.credential_code = earned.credential_code and cells.school_year = earned.school_year
left join told on cells.credential_code = told.credential_code
order by cells.school_year desc, persons_earned desc nulls last, credentials.credential_name asc
