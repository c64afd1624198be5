-- How does the premium of credentials differ by student group?
-- Policy 4.A(b), 4.B(f). Of whom the premium is: earners with a year's pay before the award and somebody alike; of a
-- region, sex, race or income somebody of the same. At school hardly anybody has pay, so nearly all compared earned as
-- adults outside school, and groups that only schools tell (income band, language, foster care, ...) say next to
-- nothing: it can't be read off here what a credential does for students. Read awards compared and the percent covered
-- first. Groups earn different credentials. The premium is over a group's own. To compare, the group and the other
-- known members of its dimension are each weighed to one mix of the credentials that both earned, by the awards
-- compared of both (Mantel and Haenszel, 1959); the difference is between these two. A finding on it is told where it
-- would stand among all that are judged (Holm; of two groups each is the other's difference, and both are judged).
-- Intervals take groups and credentials for independent. How like the two sides were before isn't judged here: of a
-- group of few it can't be told (max_standardized_difference of the mart). Descriptive.
with earned as (
    select
        *,
        cast(premium as double) as mean,
        cast(standard_error as double) * standard_error as variance
    from {{ mart('credential_comparison_by_group') }}
    where comparison_group = 'matched'
),

-- Premium and interval speak of the same people: of credentials that have a standard error.
known as (
    select
        *,
        sum(persons_compared) over members - persons_compared as others_compared,
        sum(persons_compared * mean) over members - persons_compared * mean as others_sum,
        sum(persons_compared * persons_compared * variance) over members
        - persons_compared * persons_compared * variance as others_square_sum
    from earned
    where standard_error is not null and member <> 'unknown'
    window members as (partition by credential_code, dimension)
),

own_mix as (
    select
        dimension,
        member,
        sum(persons_in_cohort) as awards,
        coalesce(sum(case when standard_error is not null then persons_compared end), 0) as awards_compared,
        sum(case when standard_error is not null then comparison_persons end) as comparison_persons,
        sum(case when standard_error is not null then persons_compared * mean end) as premium_sum,
        sum(persons_compared * persons_compared * variance) as square_sum
    from earned
    group by dimension, member
),

pairs as (
    select
        *,
        others_sum / others_compared as others_mean,
        variance + others_square_sum / others_compared / others_compared as pair_variance,
        1.0 * persons_compared * others_compared / (persons_compared + others_compared) as weight
    from known
    where others_compared > 0
),

common_mix as (
    select
        dimension,
        member,
        sum(persons_compared) as awards_in_common,
        sum(others_compared) as others_in_common,
        sum(comparison_persons) as comparison_persons,
        sum(weight * mean) / sum(weight) as premium,
        sum(weight * others_mean) / sum(weight) as others_premium,
        sqrt(sum(weight * weight * pair_variance)) / sum(weight) as standard_error
    from pairs
    group by dimension, member
),

compared as (
    select
        own_mix.dimension,
        own_mix.member,
        own_mix.awards,
        own_mix.awards_compared,
        own_mix.premium_sum / nullif(own_mix.awards_compared, 0) as premium,
        case
            when least(own_mix.awards_compared, own_mix.comparison_persons) >= {{ var('interval_least_persons') }}
                then {{ var('interval_standard_errors') }} * sqrt(own_mix.square_sum) / own_mix.awards_compared
        end as half_of_premium,
        common_mix.awards_in_common,
        common_mix.others_in_common,
        common_mix.premium as premium_in_common,
        common_mix.others_premium as others_premium_in_common,
        common_mix.premium - common_mix.others_premium as difference,
        case
            when
                least(common_mix.awards_in_common, common_mix.others_in_common, common_mix.comparison_persons)
                >= {{ var('interval_least_persons') }}
                then {{ var('interval_standard_errors') }} * common_mix.standard_error
        end as half_of_difference
    from own_mix
    left join common_mix on own_mix.dimension = common_mix.dimension and own_mix.member = common_mix.member
),

bounded as (
    select
        *,
        premium - half_of_premium as premium_low,
        premium + half_of_premium as premium_high,
        difference - half_of_difference as interval_low,
        difference + half_of_difference as interval_high
    from compared
),

judged as (
    {{ with_findings('bounded', 'true', difference='difference', above='more', below='less') }}
)

select
    dimension,
    member,
    awards,
    awards_compared,
    {{ percent_of('awards_compared', 'awards') }} as percent_covered,
    {%- for amount in ['premium', 'premium_low', 'premium_high'] %}
    cast(round({{ amount }}, 2) as decimal(12, 2)) as {{ amount }},
    {%- endfor %}
    awards_in_common,
    others_in_common,
    {%- for amount in [
        'premium_in_common', 'others_premium_in_common', 'difference', 'interval_low', 'interval_high'
    ] %}
    cast(round({{ amount }}, 2) as decimal(12, 2)) as {{ amount | replace('interval', 'difference') }},
    {%- endfor %}
    finding,
    intervals_judged
from judged
order by dimension, member
