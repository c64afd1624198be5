-- Holds what colleges gave against what they agreed (policy 2.E(d), 4.B(e), 5.A(e)): who earned the credential while
-- the agreement bound and could ask for the credit, who of them was given it by now, and what was given in the year.
-- Grain: one row per agreement and school year in which it bound (agreement_id, school_year).
with agreements as (
    select * from {{ ref('dim_articulation_agreement') }}
),

school_years as (
    select
        school_year,
        min(date_day) as first_day,
        max(date_day) as last_day
    from {{ ref('dim_date') }}
    where date_day <= cast('{{ var("as_of_date") }}' as date)
    group by school_year
),

agreement_years as (
    select
        agreements.*,
        school_years.school_year
    from agreements
    inner join school_years
        on
            agreements.in_force_from <= school_years.last_day
            and coalesce(agreements.in_force_to, school_years.last_day) >= school_years.first_day
),

credits as (
    select * from {{ ref('fct_articulated_credit') }}
    where has_agreement_in_force
),

-- An agreement with one district speaks of those who were its students in the year of the award.
earners as (
    select distinct
        agreement_years.agreement_id,
        agreement_years.school_year,
        awards.person_id
    from agreement_years
    inner join {{ ref('fct_credential_award') }} as awards
        on
            agreement_years.credential_code = awards.credential_code
            and agreement_years.school_year = awards.school_year
            and awards.earned_on between agreement_years.in_force_from
            and coalesce(agreement_years.in_force_to, awards.earned_on)
    left join {{ ref('dim_person_school_year') }} as students
        on awards.person_id = students.person_id and awards.school_year = students.school_year
    where
        not awards.is_revoked
        and not awards.is_renewal
        and (agreement_years.is_statewide or agreement_years.sending_institution_code = students.district_code)
),

earned as (
    select
        earners.agreement_id,
        earners.school_year,
        count(distinct earners.person_id) as earners,
        count(distinct credits.person_id) as earners_given_credit
    from earners
    left join credits
        on earners.agreement_id = credits.agreement_id and earners.person_id = credits.person_id
    group by earners.agreement_id, earners.school_year
),

given as (
    select
        agreement_id,
        school_year,
        count(distinct person_id) as persons_given_credit,
        sum(credits) as credits_given
    from credits
    group by agreement_id, school_year
)

select
    agreement_years.agreement_id,
    agreement_years.school_year,
    agreement_years.credential_code,
    agreement_years.receiving_institution_code as institution_code,
    coalesce(earned.earners, 0) as earners,
    coalesce(earned.earners_given_credit, 0) as earners_given_credit,
    coalesce(given.persons_given_credit, 0) as persons_given_credit,
    cast(coalesce(given.credits_given, 0) as decimal(10, 2)) as credits_given
from agreement_years
left join earned
    on agreement_years.agreement_id = earned.agreement_id and agreement_years.school_year = earned.school_year
left join given
    on agreement_years.agreement_id = given.agreement_id and agreement_years.school_year = given.school_year
