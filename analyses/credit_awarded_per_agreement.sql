-- Which articulation agreements are used, by how many people and for how many credits?
-- Policy 2.E(d), 3.A(e), 4.B(e), 5.A(e). Credit without an agreement in force on the day of the decision stands apart.
select
    coalesce(credits.agreement_id, 'No agreement') as agreement,
    credentials.credential_name,
    institutions.institution_name as receiving_institution,
    credits.has_agreement_in_force,
    count(distinct credits.person_id) as persons_awarded_credit,
    sum(credits.credits) as credits_awarded,
    min(credits.decided_on) as first_decided_on,
    max(credits.decided_on) as last_decided_on
from {{ mart('fct_articulated_credit') }} as credits
inner join {{ mart('dim_credential') }} as credentials on credits.credential_code = credentials.credential_code
left join {{ mart('dim_institution') }} as institutions
    on credits.institution_code = institutions.institution_code
group by
    coalesce(credits.agreement_id, 'No agreement'),
    credentials.credential_name,
    institutions.institution_name,
    credits.has_agreement_in_force
order by persons_awarded_credit desc, agreement asc, receiving_institution asc, credits.has_agreement_in_force asc
