-- Which credentials pay, and in which region?
-- Policy 4.A(b). The premium of those matched on what was known before, in a region beside others of the region alone,
-- and the plain difference to those of the same program who never tried. Judged is a premium with an interval, of two
-- sides that were alike before: who differ by more than var balance_largest_difference in something are no evidence.
-- Of many intervals one in twenty misses zero by chance, so a finding stands only where it would among all that are
-- judged, of the state or of the regions (Holm): an interval beside zero is none by itself. Most isn't known, which
-- doesn't mean that a credential pays nothing. Read the premium beside the percent covered: it speaks of those
-- compared alone, who had a year's pay before, and hardly of students. Descriptive.
{%- set figures = [
    'credential_code', 'comparison_group', 'persons_in_cohort', 'persons_compared', 'persons_provisional',
    'comparison_persons', 'percent_covered', 'premium', 'interval_low', 'interval_high', 'max_standardized_difference'
] %}
{%- set largest = var('balance_largest_difference') %}

with comparisons as (
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
),

matched as (
    select * from comparisons
    where comparison_group = 'matched'
),

judged as (
    {{ with_findings(
        'matched', 'max_standardized_difference <= ' ~ largest, family="case when region_code = 'all' then 1 else 2 end"
    ) }}
)

select
    credentials.credential_name,
    judged.region_code,
    judged.persons_in_cohort,
    judged.persons_compared,
    judged.persons_provisional,
    judged.comparison_persons,
    judged.percent_covered,
    judged.premium,
    judged.interval_low,
    judged.interval_high,
    judged.max_standardized_difference,
    case when judged.premium is not null then judged.finding end as finding,
    judged.intervals_judged,
    same_program.premium as difference_to_same_program
from judged
inner join {{ mart('dim_credential') }} as credentials on judged.credential_code = credentials.credential_code
left join comparisons as same_program
    on
        judged.credential_code = same_program.credential_code
        and judged.region_code = same_program.region_code
        and same_program.comparison_group = 'same_program'
order by
    case when judged.region_code = 'all' then 0 else 1 end,
    judged.persons_compared desc,
    credentials.credential_name asc,
    judged.region_code asc
