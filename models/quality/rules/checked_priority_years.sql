-- Says of every year of the Council's criteria, and of every List that follows, whether thresholds of each kind are
-- set in each region and whether the statistics used together belong together.
-- Grain: one row per year and region (priority_year, region_id).
with parameters as (
    {{ rule_parameters(['most_years_apart']) }}
),

-- The years that the Council set criteria for, and those of its Lists since the first of them.
years as (
    select priority_year from {{ ref('priority_years') }}
    union
    select list_year as priority_year
    from {{ ref('list_years') }}
    where list_year >= (select min(first.priority_year) from {{ ref('priority_years') }} as first)
),

vintages as (
    select * from {{ ref('priority_vintages') }}
),

dimensions as (
    select
        priority_year,
        region_id,
        method_name,
        bool_or(dimension = 'demand') and bool_or(dimension = 'skill') and bool_or(dimension = 'wage') as is_complete
    from {{ ref('criteria_in_force') }}
    group by priority_year, region_id, method_name
)

select
    years.priority_year,
    regions.region_code as region_id,
    vintages.method_name,
    vintages.oews_year,
    vintages.projection_year,
    abs(vintages.oews_year - vintages.projection_year) > parameters.most_years_apart as vintages_apart,
    not coalesce(dimensions.is_complete, false) as threshold_unset
from years
cross join {{ ref('regions') }} as regions
cross join parameters
left join vintages on years.priority_year = vintages.priority_year and regions.region_code = vintages.region_id
left join dimensions
    on
        vintages.priority_year = dimensions.priority_year
        and vintages.region_id = dimensions.region_id
        and vintages.method_name = dimensions.method_name
