-- Says what a credential gave back to the student and to the state, by each comparison (policy 4.A(b)): the premium
-- counts for the share of quarters in which earners had pay, so that a year without work brings nothing; nothing is
-- credited to the credential for finding work. Descriptive, as the premium is.
-- Grain: one row per credential and comparison group (credential_code, comparison_group).
with awards as (
    select * from {{ ref('fct_outcome_event') }}
    where event_type = 'award' and event_number_of_person = 1
),

paid_shares as (
    {{ paid_shares('awards', 'credential_code') }}
),

costs as (
    {{ costs_by_level(ref('award_costs'), 'credential_code') }}
),

tax_rates as (
    select tax_rate from {{ ref('state_tax_rates') }}
    where calendar_year = {{ var('price_base_year') }}
),

returns as (
    select
        comparison.credential_code,
        comparison.comparison_group,
        comparison.persons_in_cohort,
        comparison.persons_with_pay,
        comparison.persons_compared,
        comparison.persons_provisional,
        comparison.percent_covered,
        comparison.comparison_records,
        comparison.premium,
        comparison.interval_low,
        comparison.interval_high,
        paid_shares.paid_share,
        costs.student_cost,
        costs.federal_cost,
        costs.state_cost,
        costs.local_cost,
        costs.public_cost,
        tax_rates.tax_rate
    from {{ ref('credential_comparison') }} as comparison
    left join paid_shares on comparison.credential_code = paid_shares.credential_code
    left join costs on comparison.credential_code = costs.credential_code
    left join tax_rates on true
)

select
    returns.credential_code,
    returns.comparison_group,
    returns.persons_in_cohort,
    returns.persons_with_pay,
    returns.persons_compared,
    returns.persons_provisional,
    returns.percent_covered,
    returns.comparison_records,
    {{ return_columns('returns') }}
from returns
