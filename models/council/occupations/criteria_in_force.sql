-- Turns each line of the criteria into a threshold for a year and region: its factor times the number that it names
-- (restated in the prices of the wage statistics, where it gives the year of its own) or times what occupations are
-- compared with. The Council's method of the year is laid out for every region, every other for the state as a whole,
-- for which it was published. A line for one region goes before one for all.
-- Grain: one row per year, region, method, dimension, class, alternative and criterion (priority_year, region_id,
-- method_name, dimension, class, alternative, criterion).
with vintages as (
    select * from {{ ref('priority_vintages') }}
),

statewide as (
    select region_code from {{ ref('regions') }}
    where is_statewide
),

lines as (
    select
        vintages.priority_year,
        vintages.region_id,
        vintages.oews_year,
        criteria.*,
        statewide.region_code as statewide_region_id,
        case when criteria.measured_in = 'statewide' then statewide.region_code else vintages.region_id end
            as measured_region_id,
        case when criteria.reference_in = 'statewide' then statewide.region_code else vintages.region_id end
            as reference_region_id,
        row_number() over (
            partition by
                vintages.priority_year, vintages.region_id, criteria.method_name, criteria.dimension, criteria.class,
                criteria.alternative, criteria.criterion
            order by case when criteria.region_code = 'all' then 1 else 0 end, criteria.valid_from desc
        ) as line_rank
    from vintages
    cross join statewide
    inner join {{ ref('priority_criteria') }} as criteria
        on
            (criteria.region_code = 'all' or vintages.region_id = criteria.region_code)
            and (vintages.method_name = criteria.method_name or vintages.region_id = statewide.region_code)
            and vintages.priority_year >= criteria.valid_from
            and vintages.priority_year <= coalesce(criteria.valid_to, vintages.priority_year)
),

prices as (
    select * from {{ ref('price_levels') }}
)

select
    lines.priority_year,
    lines.region_id,
    lines.method_name,
    lines.dimension,
    lines.class,
    lines.alternative,
    lines.criterion,
    lines.measure,
    lines.measured_region_id,
    lines.comparison,
    lines.factor,
    lines.reference,
    lines.reference_region_id,
    lines.reference_region_id = lines.statewide_region_id as is_statewide_reference,
    cast(
        case
            when lines.reference <> 'number' then benchmarks.reference_value
            when lines.price_year is null then lines.reference_value
            else round(lines.reference_value * prices_now.price_index / nullif(prices_then.price_index, 0), 4)
        end as decimal(18, 4)
    ) as reference_value,
    cast(
        round(
            lines.factor * case
                when lines.reference <> 'number' then benchmarks.reference_value
                when lines.price_year is null then lines.reference_value
                else lines.reference_value * prices_now.price_index / nullif(prices_then.price_index, 0)
            end, 4
        ) as decimal(18, 4)
    ) as threshold,
    lines.statement,
    lines.source
from lines
left join {{ ref('occupation_benchmarks') }} as benchmarks
    on
        lines.priority_year = benchmarks.priority_year
        and lines.reference_region_id = benchmarks.region_id
        and lines.measure = benchmarks.measure
        and lines.reference = benchmarks.reference
left join prices as prices_then on lines.price_year = prices_then.price_year
left join prices as prices_now on lines.oews_year = prices_now.price_year
where lines.line_rank = 1
