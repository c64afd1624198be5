-- Says of every source and school year whether its pass rate is unusual, against the rate of all its years.
-- Grain: one row per source of record and school year (source, school_year).
with parameters as (
    {{ rule_parameters(['pass_rate_deviations', 'least_attempts_of_a_rate']) }}
),

years as (
    select
        source_of_record as source,
        school_year,
        count(*) as attempt_count,
        count(case when is_passed then 1 end) as passed_count
    from {{ ref('credential_attempts') }}
    group by source_of_record, school_year
),

rates as (
    select
        *,
        passed_count / attempt_count as pass_rate,
        sum(passed_count) over (partition by source) / sum(attempt_count) over (partition by source) as usual_rate
    from years
)

select
    rates.source,
    rates.school_year,
    case
        when rates.attempt_count >= parameters.least_attempts_of_a_rate
            then
                abs(rates.pass_rate - rates.usual_rate)
                > parameters.pass_rate_deviations
                * sqrt(rates.usual_rate * (1 - rates.usual_rate) / rates.attempt_count)
    end as pass_rate_unusual
from rates
cross join parameters
