-- Scores what was compared and keeps what is worth a second look: of most pairs that a blocking rule finds, all else
-- says no.
-- Grain: one row per pair of descriptions (identity_number_a < identity_number_b).
with scored as (
    {{ score_pairs(ref('compared_pairs'), ref('comparison_patterns')) }}
),

parameters as (
    {{ matching_parameters(['link_weight', 'review_weight']) }}
)

select
    scored.*,
    scored.veto_name is null and (scored.is_strong or scored.match_weight >= parameters.link_weight) as is_firm
from scored
cross join parameters
where scored.match_weight >= parameters.review_weight or scored.is_strong or scored.decision is not null
