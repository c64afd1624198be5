-- Cuts the comparisons of marts.credential_comparison by region and student group (policy 4.A(b), 4.B(f)): which
-- credentials pay where, and for whom. Matched are here only those who stand beside others of their own region or
-- group, where var comparison_strata holds it: what women gain beyond women, not beyond men and women. How like both
-- sides were is told in the standard deviations of all earners: a group's own are nothing in what makes it a group.
-- Grain: one row per credential, dimension, member and comparison group (credential_code, dimension, member,
-- comparison_group).
{%- set groups = [
    'sex', 'race_ethnicity', 'household_income_band', 'is_low_income', 'has_disability', 'is_english_learner',
    'is_single_parent', 'is_homeless', 'is_in_foster_care', 'is_migrant', 'is_military_connected', 'sector'
] %}
{%- set dimensions = ['region_code'] + groups %}
{%- set keys = ['credential_code', 'dimension', 'member'] %}

-- The region is that by which an earner was matched; of whom was not compared, that of the award.
with events as (
    select
        events.outcome_event_id,
        events.credential_code,
        coalesce(nullif(compared.region_code, 'unknown'), events.region_code) as region_code,
        {%- for group in groups %}
        cast(events.{{ group }} as string) as {{ group }},
        {%- endfor %}
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
    where
        compared.comparison_group <> 'matched'
        or {{ is_beside_its_own('members.dimension', 'compared.match_level', dimensions) }}
),

premiums as (
    {{ earner_premiums('compared_members', keys) }}
),

covariates as (
    {{ covariate_means('compared_members', keys) }}
),

all_earners as (
    select * from {{ ref('comparison_balance') }}
),

balance as (
    {{ largest_differences('covariates', 'all_earners', keys, ['credential_code']) }}
)

select
    earners.credential_code,
    earners.dimension,
    earners.member,
    comparison_groups.comparison_group,
    {{ premium_columns('earners', 'premiums') }},
    balance.max_standardized_difference,
    'descriptive' as interpretation
from earners
cross join comparison_groups
left join premiums
    on
        earners.credential_code = premiums.credential_code
        and earners.dimension = premiums.dimension
        and earners.member = premiums.member
        and comparison_groups.comparison_group = premiums.comparison_group
left join balance
    on
        earners.credential_code = balance.credential_code
        and earners.dimension = balance.dimension
        and earners.member = balance.member
        and comparison_groups.comparison_group = balance.comparison_group
