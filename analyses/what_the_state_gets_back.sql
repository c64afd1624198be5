-- What does the state get back for each dollar that it puts into a credential?
-- Policy 4.A(b), 2.E(a)(ii). Income tax on the added pay of the years in var return_years, discounted at the lower
-- rate, for each dollar of all public funds and of the state's own; and what the student gets. Read the finding first:
-- only where it is pays does a return speak of a premium that chance and the choice of earners don't explain. It
-- isn't known where too few are compared, where the two sides differed beforehand by more than var
-- balance_largest_difference, or where the premium doesn't stand out among all that are judged (Holm). Where the
-- premium's interval spans zero, so does the return's, and there is no payback. The premium is that of the percent
-- covered, hardly any of them students; costs are those of all awards. What the student gets is before tax and holds
-- the state's share. Sales taxes, benefits no longer needed and tuition aren't in it. Descriptive.
with matched as (
    select * from {{ mart('credential_return') }}
    where comparison_group = 'matched' and persons_compared > 0
),

judged as (
    {{ with_findings('matched', 'max_standardized_difference <= ' ~ var('balance_largest_difference')) }}
)

select
    credentials.credential_name,
    judged.persons_in_cohort,
    judged.persons_compared,
    judged.comparison_persons,
    judged.percent_covered,
    judged.premium,
    judged.interval_low,
    judged.interval_high,
    judged.max_standardized_difference,
    judged.finding,
    judged.intervals_judged,
    judged.added_pay_a_year,
    judged.public_cost,
    judged.state_cost,
    judged.tax_per_public_dollar_low_rate as back_per_public_dollar,
    judged.tax_per_public_dollar_low_rate_interval_low as back_per_public_dollar_interval_low,
    judged.tax_per_public_dollar_low_rate_interval_high as back_per_public_dollar_interval_high,
    judged.tax_per_state_dollar_low_rate as back_per_state_dollar,
    judged.tax_per_state_dollar_low_rate_interval_low as back_per_state_dollar_interval_low,
    judged.tax_per_state_dollar_low_rate_interval_high as back_per_state_dollar_interval_high,
    judged.student_cost,
    judged.payback_years,
    judged.payback_years_low,
    judged.payback_years_high,
    judged.net_present_value_low_rate,
    judged.net_present_value_low_rate_interval_low,
    judged.net_present_value_low_rate_interval_high,
    judged.net_present_value_high_rate,
    judged.net_present_value_high_rate_interval_low,
    judged.net_present_value_high_rate_interval_high
from judged
inner join {{ mart('dim_credential') }} as credentials on judged.credential_code = credentials.credential_code
order by
    case judged.finding when 'pays' then 1 when 'pays less' then 2 else 3 end,
    judged.tax_per_public_dollar_low_rate desc nulls last,
    credentials.credential_name asc
