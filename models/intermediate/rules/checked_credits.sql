-- Says of every credit awarded for a credential which of the Council's rules it breaks that speak of the person: who
-- had earned what by then, and whether the same course was credited twice.
-- Grain: one row per credit awarded to a person for a credential (articulated_credit_id).
with credits as (
    select * from {{ ref('articulated_credits') }}
),

first_awards as (
    select
        person_id,
        credential_code,
        min(earned_on) as first_earned_on
    from {{ ref('credential_awards') }}
    group by person_id, credential_code
)

select
    credits.articulated_credit_id,
    credits.school_year,
    first_awards.first_earned_on is null or first_awards.first_earned_on > credits.decided_on as credit_without_award,
    case
        when credits.course_code is not null
            then row_number() over (
                partition by credits.person_id, credits.institution_code, credits.course_code
                order by credits.decided_on, credits.articulated_credit_id
            ) > 1
    end as double_credit
from credits
left join first_awards
    on credits.person_id = first_awards.person_id and credits.credential_code = first_awards.credential_code
