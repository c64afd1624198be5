-- Says of every credential and school year whether more people earned it than could have. An award counts where its
-- attempt should be on record: a source of attempts reports it, the catalog asks for an exam, and it renews no other.
-- Whoever passed the year before and was awarded nothing then may still earn this year.
-- Grain: one row per credential and school year (credential_code, school_year).
with credentials as (
    select * from {{ ref('dim_credential') }}
),

awards as (
    select * from {{ ref('fct_credential_award') }}
),

attempts as (
    select * from {{ ref('fct_credential_attempt') }}
),

from_sources_of_attempts as (
    select distinct reports.credential_award_id
    from {{ ref('fct_credential_award_source') }} as reports
    inner join {{ ref('source_precedence') }} as precedence on reports.source_kind = precedence.source_kind
    where precedence.attempt_rank is not null
),

people as (
    select
        awards.person_id,
        awards.credential_code,
        awards.school_year,
        true as is_earner
    from awards
    inner join from_sources_of_attempts on awards.credential_award_id = from_sources_of_attempts.credential_award_id
    where not awards.is_renewal
    union all
    select
        person_id,
        credential_code,
        school_year,
        false as is_earner
    from attempts
    union all
    select
        attempts.person_id,
        attempts.credential_code,
        attempts.school_year + 1 as school_year,
        false as is_earner
    from attempts
    left join awards
        on
            attempts.person_id = awards.person_id
            and attempts.credential_code = awards.credential_code
            and attempts.school_year = awards.school_year
    where attempts.is_passed and awards.person_id is null
),

counted as (
    select
        people.credential_code,
        people.school_year,
        count(distinct case when people.is_earner then people.person_id end) as persons_earned,
        count(distinct case when not people.is_earner then people.person_id end) as persons_at_most
    from people
    inner join credentials on people.credential_code = credentials.credential_code
    where not credentials.is_attempt_waived
    group by people.credential_code, people.school_year
)

select
    credential_code,
    school_year,
    persons_earned,
    persons_at_most,
    persons_earned > persons_at_most as earned_above_attempted
from counted
