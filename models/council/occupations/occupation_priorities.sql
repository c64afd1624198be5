-- Says under every method whether an occupation is a priority, so that a Council sees what another state's criteria
-- would do with its own figures. An emerging occupation is one that the Council flagged no longer ago than the
-- method's sunset, and that its growth doesn't contradict.
-- Grain: one row per method, year, region and occupation (method_name, priority_year, region_id, occupation_code).
with methods as (
    select * from {{ ref('priority_methods') }}
),

ranks as (
    select
        method_name,
        priority_year,
        region_id,
        occupation_code,
        max(case when dimension = 'demand' then class end) as demand_class,
        max(case when dimension = 'skill' then class end) as skill_class,
        max(case when dimension = 'wage' then class end) as wage_class,
        max(case when dimension = 'emerging' then class end) as emerging_outcome,
        {{ joined_texts(
            "case when dimension <> 'emerging' then dimension || ' ' || class || ': ' || words end", 'dimension', '. '
        ) }} as words,
        max(case when dimension = 'emerging' then words end) as emerging_words
    from {{ ref('occupation_classes') }}
    group by method_name, priority_year, region_id, occupation_code
),

flagged as (
    select
        ranks.*,
        methods.least_demand_class,
        methods.least_skill_class,
        methods.least_wage_class,
        methods.emerging_counts_as_demand,
        coalesce(ranks.emerging_outcome, 'unknown') <> 'not_met' and exists (
            select 1
            from {{ ref('emerging_occupations') }} as flags
            where
                flags.occupation_code = ranks.occupation_code
                and flags.region_code in ('all', ranks.region_id)
                and ranks.priority_year >= flags.flagged_for
                and ranks.priority_year < flags.flagged_for + methods.emerging_years
        ) as is_emerging
    from ranks
    inner join methods on ranks.method_name = methods.method_name
),

tested as (
    select
        *,
        case
            when is_emerging and emerging_counts_as_demand then true
            else {{ class_reaches('demand_class', 'least_demand_class') }}
        end as demand_suffices,
        {{ class_reaches('skill_class', 'least_skill_class') }} as skill_suffices,
        {{ class_reaches('wage_class', 'least_wage_class') }} as wage_suffices
    from flagged
)

select
    method_name,
    priority_year,
    region_id,
    occupation_code,
    coalesce(demand_class, 'undetermined') as demand_class,
    coalesce(skill_class, 'undetermined') as skill_class,
    coalesce(wage_class, 'undetermined') as wage_class,
    is_emerging,
    demand_suffices and skill_suffices and wage_suffices as is_priority,
    concat(
        words, case when is_emerging then concat_ws(': ', '. emerging, flagged by the Council', emerging_words) end, '.'
    ) as reasons
from tested
