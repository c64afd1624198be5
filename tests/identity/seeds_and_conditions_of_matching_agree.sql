-- What stands in seeds for people to read and set (levels, blocking rules, rules, vetoes, parameters) bears the names
-- and the order of the conditions in macros/identity (macro named_conditions): what one side lacks would count for
-- nothing without a word.
with levels as (
    select * from {{ ref('comparison_levels') }}
),

in_macros (kind, name, place) as (
    values
    {%- for kind, name, place in named_conditions() %}
    ('{{ kind }}', '{{ name }}', {{ place }})
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
),

vetoes as (
    select
        vetoes.veto_name,
        vetoes.rank,
        coalesce(in_macros.kind, 'veto on two descriptions') as kind
    from {{ ref('matching_vetoes') }} as vetoes
    left join in_macros on vetoes.veto_name = in_macros.name and in_macros.kind = 'veto on clusters'
),

-- Ranks are counted anew: their order counts, gaps don't.
in_seeds as (
    select
        'comparison level' as kind,
        comparison || ' ' || level as name,
        level_number as place
    from levels
    union all
    select
        'level weighed by rarity' as kind,
        term_frequency_field || ' ' || level as name,
        level_number as place
    from levels
    where term_frequency_field is not null
    union all
    select
        'blocking rule' as kind,
        blocking_rule as name,
        0 as place
    from {{ ref('blocking_rules') }}
    union all
    select
        'matching rule' as kind,
        rule_name as name,
        row_number() over (order by rank) as place
    from {{ ref('matching_rules') }}
    union all
    select
        kind,
        veto_name as name,
        case when kind = 'veto on clusters' then 0 else row_number() over (partition by kind order by rank) end as place
    from vetoes
    union all
    select
        in_macros.kind,
        parameters.parameter as name,
        0 as place
    from {{ ref('matching_parameters') }} as parameters
    inner join in_macros on parameters.parameter = in_macros.name and in_macros.kind = 'parameter of comparisons'
)

select
    coalesce(in_seeds.kind, in_macros.kind) as kind,
    coalesce(in_seeds.name, in_macros.name) as name,
    in_seeds.place as place_in_seed,
    in_macros.place as place_in_macro
from in_seeds
full outer join in_macros
    on
        in_seeds.kind = in_macros.kind
        and in_seeds.name = in_macros.name
        and in_seeds.place = in_macros.place
where in_seeds.kind is null or in_macros.kind is null
