-- Who stacks what: which credential leads to which, whether the one is required for the other, and with what gain?
-- Policy 4.A(b). Of those who earned the first, the next other credential that they earned. The gain is of real pay of
-- a quarter, after the second against after the first and against before both. A description and no effect: pay grows
-- with age too, and who goes on differs from who stops. Late earners have had little time.
with names as (
    select * from {{ mart('dim_credential') }}
)

select
    earned.credential_name as earned,
    later.credential_name as earned_next,
    coalesce(later.prerequisite_credential_code = earned.credential_code, false) as is_required,
    later.credential_level as next_level,
    stacked.persons_earned,
    stacked.persons_stacked,
    stacked.percent_stacked,
    stacked.median_days_between,
    stacked.persons_with_gain_between,
    stacked.mean_gain_between,
    stacked.persons_with_gain_of_both,
    stacked.mean_gain_of_both
from {{ mart('credential_stacking') }} as stacked
inner join names as earned on stacked.credential_code = earned.credential_code
inner join names as later on stacked.next_credential_code = later.credential_code
order by stacked.persons_stacked desc, earned.credential_name asc, later.credential_name asc
