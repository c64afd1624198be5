-- How does the premium of credentials differ by student group?
-- Policy 4.A(b), 4.B(f). All credentials together, each earner beside those matched on what was known before; a group's
-- premium is the mean over its earners of the credentials that have a standard error: premium and interval speak of the
-- same people. The standard error takes credentials for independent. Groups with few compared have no interval and say
-- little: read the percent covered first. Descriptive.
with weighted as (
    select
        dimension,
        member,
        sum(persons_in_cohort) as awards,
        coalesce(sum(case when standard_error is not null then persons_compared end), 0) as awards_compared,
        sum(case when standard_error is not null then comparison_persons end) as comparison_persons,
        sum(case when standard_error is not null then persons_compared * premium end) as premium_sum,
        sum(persons_compared * persons_compared * standard_error * standard_error) as error_square_sum
    from {{ mart('credential_comparison_by_group') }}
    where comparison_group = 'matched'
    group by dimension, member
),

estimated as (
    select
        *,
        premium_sum / nullif(awards_compared, 0) as premium,
        case
            when least(awards_compared, comparison_persons) >= {{ var('interval_least_persons') }}
                then sqrt(error_square_sum) / awards_compared
        end as standard_error
    from weighted
)

select
    dimension,
    member,
    awards,
    awards_compared,
    {{ percent_of('awards_compared', 'awards') }} as percent_covered,
    cast(round(premium, 2) as decimal(12, 2)) as premium,
    cast(
        round(premium - {{ var('interval_standard_errors') }} * standard_error, 2) as decimal(12, 2)
    ) as interval_low,
    cast(
        round(premium + {{ var('interval_standard_errors') }} * standard_error, 2) as decimal(12, 2)
    ) as interval_high
from estimated
order by dimension, member
