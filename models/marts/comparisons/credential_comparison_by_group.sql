-- Cuts the comparisons of marts.credential_comparison by region and student group (policy 4.A(b), 4.B(f)): which
-- credentials pay where, and for whom. Each earner is still held against people alike from everywhere or from the same
-- region, as var comparison_strata found them.
-- Grain: one row per credential, dimension, member and comparison group (credential_code, dimension, member,
-- comparison_group).
{%- set dimensions = ['region_code', 'sex', 'race_ethnicity', 'household_income_band', 'sector'] %}

-- Whom no school tells where they live has the region of the last main employer, as in the match.
with events as (
    select
        events.outcome_event_id,
        events.credential_code,
        coalesce(events.region_code, compared.region_code) as region_code,
        events.sex,
        events.race_ethnicity,
        events.household_income_band,
        events.sector,
        compared.person_id as compared_person_id
    from {{ ref('fct_outcome_event') }} as events
    left join {{ ref('compared_events') }} as compared on events.outcome_event_id = compared.outcome_event_id
    where events.event_type = 'award' and events.event_number_of_person = 1
),

members as (
    {%- for dimension in dimensions %}
    select
        outcome_event_id,
        '{{ dimension }}' as dimension,
        coalesce({{ dimension }}, 'unknown') as member
    from events
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

earners as (
    select
        events.credential_code,
        members.dimension,
        members.member,
        cast(count(*) as integer) as persons_in_cohort,
        cast(count(events.compared_person_id) as integer) as persons_with_pay
    from events
    inner join members on events.outcome_event_id = members.outcome_event_id
    group by events.credential_code, members.dimension, members.member
),

comparison_groups as (
    {{ comparison_groups() }}
),

compared_members as (
    select
        compared.*,
        members.dimension,
        members.member
    from {{ ref('fct_earner_comparison') }} as compared
    inner join members on compared.outcome_event_id = members.outcome_event_id
),

premiums as (
    {{ earner_premiums('compared_members', ['credential_code', 'dimension', 'member']) }}
)

select
    earners.credential_code,
    earners.dimension,
    earners.member,
    comparison_groups.comparison_group,
    {{ premium_columns('earners', 'premiums') }},
    'descriptive' as interpretation
from earners
cross join comparison_groups
left join premiums
    on
        earners.credential_code = premiums.credential_code
        and earners.dimension = premiums.dimension
        and earners.member = premiums.member
        and comparison_groups.comparison_group = premiums.comparison_group
