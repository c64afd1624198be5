-- Says what a credential gave back to the student and to the state, by each comparison (policy 4.A(b)): the premium
-- counts for the share of quarters in which earners had pay, so that a year without work brings nothing; nothing is
-- credited to the credential for finding work. Descriptive, as the premium is.
-- Grain: one row per credential and comparison group (credential_code, comparison_group).
with awards as (
    select * from {{ ref('fct_outcome_event') }}
    where event_type = 'award' and event_number_of_person = 1
),

comparisons as (
    select * from {{ ref('credential_comparison') }}
),

paid_shares as (
    {{ paid_shares('awards', 'credential_code') }}
),

costs as (
    {{ costs_by_level(ref('award_costs'), 'credential_code') }}
),

returns as (
    {{ beside_costs('comparisons', 'paid_shares', 'costs', 'credential_code') }}
)

select
    returns.credential_code,
    returns.comparison_group,
    {{ return_columns('returns') }}
from returns
