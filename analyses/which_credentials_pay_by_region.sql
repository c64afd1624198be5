-- Which credentials pay, and in which region?
-- Policy 4.A(b). The premium of those matched on what was known before, beside the plain difference to those of the
-- same program who never tried. A credential pays where the whole interval lies above zero; where it spans zero, that
-- isn't known, nor where few are compared, or where the two sides differ by more than var balance_largest_difference
-- in something known before. Read the premium beside the percent covered: it speaks of those compared alone.
-- Descriptive.
{%- set figures = [
    'credential_code', 'comparison_group', 'persons_in_cohort', 'persons_compared', 'persons_provisional',
    'comparison_persons', 'percent_covered', 'premium', 'interval_low', 'interval_high'
] %}

with balance as (
    select
        credential_code,
        max_standardized_difference
    from {{ mart('credential_comparison') }}
    where comparison_group = 'matched'
),

comparisons as (
    select
        'all' as region_code,
        {{ figures | join(',\n        ') }}
    from {{ mart('credential_comparison') }}
    union all
    select
        member as region_code,
        {{ figures | join(',\n        ') }}
    from {{ mart('credential_comparison_by_group') }}
    where dimension = 'region_code'
)

select
    credentials.credential_name,
    matched.region_code,
    matched.persons_in_cohort,
    matched.persons_compared,
    matched.persons_provisional,
    matched.comparison_persons,
    matched.percent_covered,
    matched.premium,
    matched.interval_low,
    matched.interval_high,
    balance.max_standardized_difference,
    case
        when matched.premium is null then null
        when balance.max_standardized_difference > {{ var('balance_largest_difference') }} then 'not known'
        when matched.interval_low > 0 then 'pays'
        when matched.interval_high < 0 then 'pays less'
        else 'not known'
    end as finding,
    same_program.premium as difference_to_same_program
from comparisons as matched
inner join {{ mart('dim_credential') }} as credentials on matched.credential_code = credentials.credential_code
left join balance on matched.credential_code = balance.credential_code
left join comparisons as same_program
    on
        matched.credential_code = same_program.credential_code
        and matched.region_code = same_program.region_code
        and same_program.comparison_group = 'same_program'
where matched.comparison_group = 'matched'
order by
    case when matched.region_code = 'all' then 0 else 1 end,
    matched.persons_compared desc,
    credentials.credential_name asc,
    matched.region_code asc
