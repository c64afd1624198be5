-- What do people earn in the second quarter after they first earned a credential?
-- Policy 4.A(b). The quarter is WIOA's (var wioa_quarters); the mart has the same of its fourth quarter. Read the
-- median beside its coverage: wages cover this state's insured jobs only, and without a wage is not without work.
-- Cohorts whose quarter isn't delivered yet are left out.
select
    credentials.credential_name,
    outcomes.school_year,
    outcomes.persons_in_cohort,
    outcomes.second_quarter_persons_loaded,
    outcomes.second_quarter_persons_observed,
    outcomes.second_quarter_percent_covered,
    outcomes.second_quarter_persons_provisional,
    outcomes.second_quarter_persons_employed,
    outcomes.second_quarter_percent_employed_of_observed,
    outcomes.second_quarter_median_wages,
    outcomes.second_quarter_median_real_wages
from {{ mart('credential_outcomes') }} as outcomes
inner join {{ mart('dim_credential') }} as credentials on outcomes.credential_code = credentials.credential_code
where outcomes.second_quarter_persons_loaded > 0
order by credentials.credential_name asc, outcomes.school_year asc
