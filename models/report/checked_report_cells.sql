-- Says of every cell of the report that is a total whether its parts add up to it, before anything is withheld: events
-- over every dimension, people over those of which each person has one member.
-- Grain: one row per cell that is a total (table_id, school_year, member_1, member_2, measure).
with cells as (
    select * from {{ ref('report_cells') }}
),

measures as (
    select * from {{ ref('report_measures') }}
),

dimensions as (
    select * from {{ ref('report_dimensions') }}
),

sums as (
    select
        table_id,
        school_year,
        'all' as member_1,
        member_2,
        measure,
        dimension_1 as dimension,
        sum(value) as value
    from cells
    where member_1 <> 'all'
    group by table_id, school_year, member_2, measure, dimension_1
    union all
    select
        table_id,
        school_year,
        member_1,
        'all' as member_2,
        measure,
        dimension_2 as dimension,
        sum(value) as value
    from cells
    where member_2 not in ('all', 'none')
    group by table_id, school_year, member_1, measure, dimension_2
)

select
    cells.table_id,
    cells.school_year,
    cells.member_1,
    cells.member_2,
    cells.measure,
    bool_or(cells.value <> sums.value) as groups_not_the_total
from cells
inner join sums
    on
        cells.table_id = sums.table_id
        and cells.school_year = sums.school_year
        and cells.member_1 = sums.member_1
        and cells.member_2 = sums.member_2
        and cells.measure = sums.measure
inner join measures on cells.measure = measures.measure
inner join dimensions on sums.dimension = dimensions.dimension
where measures.kind = 'events' or (measures.kind = 'persons' and dimensions.partitions_persons)
group by cells.table_id, cells.school_year, cells.member_1, cells.member_2, cells.measure
