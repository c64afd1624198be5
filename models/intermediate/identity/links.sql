-- All links in one place, each with the rule that made it. Scores of a later step are further rows here, and what reads
-- links need not know.
-- Grain: one row per pair of descriptions (identity_tuple_id_a < identity_tuple_id_b).
with rules as (
    select * from {{ ref('matching_rules') }}
),

found as (
    {{ union_links() }}
)

select
    found.identity_tuple_id_a,
    found.identity_tuple_id_b,
    found.rule_name,
    rules.rank,
    rules.is_strong
from found
inner join rules on found.rule_name = rules.rule_name
