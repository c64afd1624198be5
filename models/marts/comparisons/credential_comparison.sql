-- Says what those who earned a credential were paid beside others, with four comparisons side by side (policy 4.A(b)):
-- everyone else before matching, those who tried and never passed, those of the same program who never tried, and those
-- matched on what was known before. Only the last compares how pay grew, so that whoever was better paid before isn't
-- taken for better paid because of it. Descriptive: no comparison here proves a cause.
-- Grain: one row per credential and comparison group (credential_code, comparison_group).
with earners as (
    select
        events.credential_code,
        cast(count(*) as integer) as persons_in_cohort,
        cast(count(compared.person_id) as integer) as persons_with_pay
    from {{ ref('fct_outcome_event') }} as events
    left join {{ ref('compared_events') }} as compared
        on
            events.credential_code = compared.credential_code
            and events.person_id = compared.person_id
            and events.event_type = compared.event_type
    where events.event_type = 'award' and events.event_number_of_person = 1
    group by events.credential_code
),

comparison_groups as (
    {{ comparison_groups() }}
),

premiums as (
    {{ earner_premiums(ref('fct_earner_comparison'), ['credential_code']) }}
),

balance as (
    select
        credential_code,
        max(abs(standardized_difference_before)) as before_matching,
        max(abs(standardized_difference_matched)) as matched
    from {{ ref('comparison_balance') }}
    group by credential_code
)

select
    earners.credential_code,
    comparison_groups.comparison_group,
    {{ premium_columns('earners', 'premiums') }},
    case comparison_groups.comparison_group
        when 'before_matching' then balance.before_matching
        when 'matched' then balance.matched
    end as max_standardized_difference,
    'descriptive' as interpretation
from earners
cross join comparison_groups
left join premiums
    on
        earners.credential_code = premiums.credential_code
        and comparison_groups.comparison_group = premiums.comparison_group
left join balance on earners.credential_code = balance.credential_code
