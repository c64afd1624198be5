-- Every rule of the seed has its model in the same place of the order, and the other way round.
{%- set names = "['" ~ matching_rule_names() | join("', '") ~ "']" %}
with seed as (
    select
        rule_name,
        rank
    from {{ ref('matching_rules') }}
),

models as (
    select
        unnest({{ names }}) as rule_name,
        generate_subscripts({{ names }}, 1) as rank
)

select
    coalesce(seed.rule_name, models.rule_name) as rule_name,
    seed.rank as rank_in_seed,
    models.rank as rank_of_model
from seed
full outer join models on seed.rule_name = models.rule_name
where seed.rank is distinct from models.rank
