-- Says how much more those who earned a credential were paid after it than before (policy 4.A(b)), with quarters
-- without pay counted as zero and with them left out: the first holds what work itself brought, the second pay alone.
-- Descriptive: pay grows with age too. Who lacks a quarter on either side is counted beside the figure, never in it.
-- Grain: one row per credential and school year of the award (credential_code, school_year).
with cohort as (
    select * from {{ ref('fct_outcome_event') }}
    where event_type = 'award' and event_number_of_person = 1
),

gains as (
    select * from {{ ref('fct_earnings_gain') }}
),

compared as (
    select
        cohort.credential_code,
        cohort.school_year,
        gains.is_loaded,
        gains.is_provisional,
        gains.gain,
        gains.paid_gain,
        case when gains.gain is not null then gains.real_wages_before end as before,
        case when gains.gain is not null then gains.real_wages_after end as after,
        case when gains.paid_gain is not null then gains.paid_real_wages_before end as paid_before,
        case when gains.paid_gain is not null then gains.paid_real_wages_after end as paid_after
    from cohort
    inner join gains on cohort.outcome_event_id = gains.outcome_event_id
)

select
    credential_code,
    school_year,
    cast(count(*) as integer) as persons_in_cohort,
    cast(sum(cast(is_loaded as integer)) as integer) as persons_loaded,
    cast(count(gain) as integer) as persons_compared,
    {{ percent_of('count(gain)', 'count(*)') }} as percent_covered,
    cast(count(case when is_provisional then gain end) as integer) as persons_provisional,
    {{ mean_amount('sum(before)', 'count(before)') }} as mean_real_wages_before,
    {{ mean_amount('sum(after)', 'count(after)') }} as mean_real_wages_after,
    {{ mean_amount('sum(gain)', 'count(gain)') }} as mean_gain,
    {{ median_amount('gain') }} as median_gain,
    cast(count(paid_gain) as integer) as persons_paid_before_and_after,
    {{ mean_amount('sum(paid_before)', 'count(paid_before)') }} as mean_paid_real_wages_before,
    {{ mean_amount('sum(paid_after)', 'count(paid_after)') }} as mean_paid_real_wages_after,
    {{ mean_amount('sum(paid_gain)', 'count(paid_gain)') }} as mean_paid_gain,
    {{ median_amount('paid_gain') }} as median_paid_gain
from compared
group by credential_code, school_year
