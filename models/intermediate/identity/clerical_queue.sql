{{ config(materialized='view') }}

-- The doubtful, for people to decide, the most doubtful first: what they decide goes into the seeds must_links and
-- cannot_links and outranks weights and rules.
-- Grain: one row per pair of descriptions to look at (identity_tuple_id_a < identity_tuple_id_b).
with links as (
    select * from {{ ref('links') }}
),

parameters as (
    {{ matching_parameters(['link_weight', 'sure_weight']) }}
),

doubtful as (
    select
        links.identity_tuple_id_a,
        links.identity_tuple_id_b,
        links.is_joined,
        links.match_weight,
        case
            when links.is_joined then 'barely_joined'
            when links.match_weight < parameters.link_weight then 'grey_band'
            when links.veto_name is not null then links.veto_name
            else 'kept_apart_by_others'
        end as reason,
        abs(links.match_weight - parameters.link_weight) as bits_from_decision
    from links
    cross join parameters
    where
        coalesce(links.rule_name, '') <> 'must_link'
        and coalesce(links.veto_name, '') <> 'cannot_link'
        and (not links.is_joined or (links.rule_name is null and links.match_weight < parameters.sure_weight))
)

select
    identity_tuple_id_a,
    identity_tuple_id_b,
    is_joined,
    match_weight,
    reason,
    row_number() over (order by bits_from_decision, identity_tuple_id_a, identity_tuple_id_b) as place_in_queue
from doubtful
