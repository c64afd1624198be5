-- Keeps one report of each credit awarded for a credential and says whether an agreement bound the college to it on
-- the day of the decision: the one that the college names or, where it names none, one of its own for the credential.
-- Grain: one row per credit awarded to a person for a credential (articulated_credit_id).
with reports as (
    select * from {{ ref('articulated_credit_reports') }}
    where set_aside_reason is null
),

agreements as (
    select * from {{ ref('articulation_agreements') }}
),

persons as (
    select * from {{ ref('persons') }}
),

in_force as (
    select
        reports.articulated_credit_id,
        min(agreements.agreement_id) as agreement_id
    from reports
    inner join agreements
        on
            reports.credential_code = agreements.credential_code
            and reports.institution_code = agreements.receiving_institution_code
            and coalesce(reports.agreement_id, agreements.agreement_id) = agreements.agreement_id
            and reports.decided_on between agreements.in_force_from
            and coalesce(agreements.in_force_to, reports.decided_on)
    group by reports.articulated_credit_id
)

select
    reports.articulated_credit_id,
    reports.person_id,
    reports.credential_code,
    reports.institution_code,
    reports.course_code,
    coalesce(in_force.agreement_id, reports.agreement_id) as agreement_id,
    reports.decided_on,
    {{ school_year_of('reports.decided_on') }} as school_year,
    {{ age_at('persons.birth_date', 'reports.decided_on') }} as age_at_decision,
    in_force.agreement_id is not null as has_agreement_in_force,
    reports.credits,
    reports.extensions
from reports
left join in_force on reports.articulated_credit_id = in_force.articulated_credit_id
left join persons on reports.person_id = persons.person_id
