-- Stands in for the Council's classes of occupations until they are computed: no occupation has any.
-- Grain: one row per year, region and occupation (priority_year, region_id, occupation_code).
select
    cast(null as integer) as priority_year,
    cast(null as varchar) as region_id,
    cast(null as varchar) as occupation_code,
    cast(null as boolean) as is_priority,
    cast(null as varchar) as reasons
where 1 = 0
