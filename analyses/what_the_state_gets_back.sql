-- What does the state get back for each dollar that it puts into a credential?
-- Policy 4.A(b), 2.E(a)(ii). Income tax on the added pay of the years in var return_years, discounted at the lower
-- rate, for each dollar of all public funds and of the state's own; and what the student gets. Where the
-- premium's interval spans zero, so does the return's; too few earners have neither, and the finding isn't known. What
-- the student gets is before tax and holds the state's share. Sales taxes, benefits
-- no longer needed and tuition aren't in it.
select
    credentials.credential_name,
    returns.persons_in_cohort,
    returns.persons_compared,
    returns.percent_covered,
    returns.premium,
    returns.interval_low,
    returns.interval_high,
    returns.added_pay_a_year,
    returns.public_cost,
    returns.state_cost,
    returns.tax_per_public_dollar_low_rate as back_per_public_dollar,
    returns.tax_per_public_dollar_low_rate_interval_low as back_per_public_dollar_interval_low,
    returns.tax_per_public_dollar_low_rate_interval_high as back_per_public_dollar_interval_high,
    returns.tax_per_state_dollar_low_rate as back_per_state_dollar,
    returns.student_cost,
    returns.payback_years,
    returns.net_present_value_low_rate,
    returns.net_present_value_low_rate_interval_low,
    returns.net_present_value_low_rate_interval_high,
    returns.net_present_value_high_rate
from {{ mart('credential_return') }} as returns
inner join {{ mart('dim_credential') }} as credentials on returns.credential_code = credentials.credential_code
where returns.comparison_group = 'matched' and returns.persons_compared > 0
order by returns.tax_per_public_dollar_low_rate desc nulls last, credentials.credential_name asc
