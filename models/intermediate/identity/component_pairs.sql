-- Compares all descriptions of a component with each other: a link sees two, but who is one person depends on what each
-- says of all others, and two that no blocking rule brings together may contradict each other.
-- Grain: one row per pair of descriptions within a component of three or more (identity_number_a < identity_number_b).
with components as (
    select * from {{ ref('components') }}
),

scored_pairs as (
    select * from {{ ref('scored_pairs') }}
),

parameters as (
    {{ matching_parameters(comparison_parameters() + ['largest_component']) }}
),

pairs as (
    select
        a.identity_number as identity_number_a,
        b.identity_number as identity_number_b
    from components as a
    inner join components as b
        on a.component_number = b.component_number and a.identity_number < b.identity_number
    cross join parameters
    where a.component_size between 3 and parameters.largest_component
),

compared as (
    {{ compare_pairs() }}
)

select
    identity_number_a,
    identity_number_b,
    cast(pattern as bigint) as pattern
from compared
union all
-- In a component too large to compare all with all, what blocking found must do.
select
    scored_pairs.identity_number_a,
    scored_pairs.identity_number_b,
    scored_pairs.pattern
from scored_pairs
inner join components on scored_pairs.identity_number_a = components.identity_number
cross join parameters
where components.component_size > parameters.largest_component
