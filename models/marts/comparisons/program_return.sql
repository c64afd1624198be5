-- Says what the credentials earned in a program gave back, by each comparison (policy 4.A(b)): those who had one from
-- the program beside those of the same program without, and beside the other groups. A person counts once, with the
-- first award there. Descriptive, as the premium is.
-- Grain: one row per program and comparison group (program_code, comparison_group).
with numbered as (
    select
        *,
        row_number() over (
            partition by person_id, program_code
            order by happened_on, credential_code, outcome_event_id
        ) as award_number
    from {{ ref('fct_outcome_event') }}
    where event_type = 'award' and event_number_of_person = 1 and program_code is not null
),

awards as (
    select * from numbered
    where award_number = 1
),

earners as (
    select
        awards.program_code,
        cast(count(*) as integer) as persons_in_cohort,
        cast(count(compared.person_id) as integer) as persons_with_pay
    from awards
    left join {{ ref('compared_events') }} as compared on awards.outcome_event_id = compared.outcome_event_id
    group by awards.program_code
),

comparison_groups as (
    {{ comparison_groups() }}
),

compared as (
    select
        compared.*,
        awards.program_code
    from {{ ref('fct_earner_comparison') }} as compared
    inner join awards on compared.outcome_event_id = awards.outcome_event_id
),

premiums as (
    {{ earner_premiums('compared', ['program_code']) }}
),

covariates as (
    {{ covariate_means('compared', ['program_code']) }}
),

all_earners as (
    select * from covariates
    where comparison_group = 'before_matching'
),

balance as (
    {{ largest_differences('covariates', 'all_earners', ['program_code'], ['program_code']) }}
),

comparisons as (
    select
        earners.program_code,
        comparison_groups.comparison_group,
        {{ premium_columns('earners', 'premiums') }},
        balance.max_standardized_difference
    from earners
    cross join comparison_groups
    left join premiums
        on
            earners.program_code = premiums.program_code
            and comparison_groups.comparison_group = premiums.comparison_group
    left join balance
        on
            earners.program_code = balance.program_code
            and comparison_groups.comparison_group = balance.comparison_group
),

paid_shares as (
    {{ paid_shares('awards', 'program_code') }}
),

costs as (
    {{ costs_by_level(ref('program_costs'), 'program_code', 'cost_per_person') }}
),

returns as (
    {{ beside_costs('comparisons', 'paid_shares', 'costs', 'program_code') }}
)

select
    returns.program_code,
    returns.comparison_group,
    {{ return_columns('returns') }}
from returns
