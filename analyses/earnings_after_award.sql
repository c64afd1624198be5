-- What do people earn in the second quarter after they first earned a credential?
-- Policy 4.A(b). The quarter is WIOA's; change it in parameters. Read the median beside its coverage: wages cover this
-- state's insured jobs only, and without a wage is not without work. Quarters not yet delivered are left out.
with parameters as (
    select 2 as quarters_after
),

last_quarter_with_wages as (
    select max(quarters.quarter_sequence) as quarter_sequence
    from {{ mart('fct_wage') }} as wages
    inner join {{ mart('dim_quarter') }} as quarters on wages.calendar_quarter = quarters.calendar_quarter
),

cohort as (
    select
        awards.person_id,
        awards.credential_code,
        followed.calendar_quarter
    from {{ mart('fct_credential_award') }} as awards
    inner join {{ mart('dim_date') }} as days on awards.earned_on = days.date_day
    inner join {{ mart('dim_quarter') }} as quarters on days.calendar_quarter = quarters.calendar_quarter
    cross join parameters
    cross join last_quarter_with_wages
    inner join {{ mart('dim_quarter') }} as followed
        on quarters.quarter_sequence + parameters.quarters_after = followed.quarter_sequence
    where
        not awards.is_revoked
        and not awards.is_renewal
        and followed.quarter_sequence <= last_quarter_with_wages.quarter_sequence
)

select
    credentials.credential_name,
    count(*) as persons_in_cohort,
    sum(case when persons.is_known_to_labor then 1 else 0 end) as persons_known_to_labor,
    count(wages.wages) as persons_with_wages,
    round(100.0 * count(wages.wages) / count(*), 1) as percent_with_wages,
    cast(median(wages.wages) as decimal(12, 2)) as median_quarter_wages
from cohort
inner join {{ mart('dim_credential') }} as credentials on cohort.credential_code = credentials.credential_code
inner join {{ mart('dim_person') }} as persons on cohort.person_id = persons.person_id
left join {{ mart('fct_wage') }} as wages
    on cohort.person_id = wages.person_id and cohort.calendar_quarter = wages.calendar_quarter
group by credentials.credential_name
order by persons_in_cohort desc, credentials.credential_name asc
