-- What the seeds of matching say can be: chances are chances, those of a comparison are about one altogether, a level
-- that speaks against one person weighs less than nothing, and a veto yields to rules that exist.
with levels as (
    select * from {{ ref('comparison_levels') }}
),

rules as (
    select rule_name from {{ ref('matching_rules') }}
),

vetoes as (
    select
        veto_name,
        unnest(string_split(overruled_by, ' ')) as rule_name
    from {{ ref('matching_vetoes') }}
    where overruled_by is not null
)

select
    'not between 0 and 1' as problem,
    comparison || ' ' || level as name
from levels
where
    coalesce(m_probability <= 0 or m_probability >= 1, true)
    or coalesce(u_probability <= 0 or u_probability >= 1, true)
union all
select
    'speaks against one person and weighs for it' as problem,
    comparison || ' ' || level as name
from levels
where is_disagreement and m_probability >= u_probability
union all
select
    'chances of all levels are not one' as problem,
    comparison as name
from levels
group by comparison
having abs(sum(m_probability) - 1) > 0.05 or abs(sum(u_probability) - 1) > 0.05
union all
select
    'yields to a rule that is not there' as problem,
    vetoes.veto_name || ' ' || vetoes.rule_name as name
from vetoes
left join rules on vetoes.rule_name = rules.rule_name
where rules.rule_name is null
