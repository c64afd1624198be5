-- Puts each event into every cell that counts it, of every table that seeds/report declares: its own, and the margins
-- of both dimensions. Larger members, such as the cluster of a credential, have cells of their own where seeds say so.
-- Grain: one row per table, subject, school year, members and event (table_id, subject, school_year, member_1,
-- member_2, event_key); all is the margin of a dimension, none a dimension that the table doesn't have.
with levels as (
    select
        table_id,
        dimension_1 as dimension,
        true as has_total
    from {{ ref('report_tables') }}
    union all
    select
        table_id,
        dimension,
        false as has_total
    from {{ ref('report_table_levels') }}
),

tables as (
    select distinct
        tables.table_id,
        levels.dimension as dimension_1,
        tables.dimension_2,
        levels.has_total and firsts.has_total as has_first_total,
        coalesce(seconds.has_total, false) as has_second_total,
        measures.subject
    from {{ ref('report_tables') }} as tables
    inner join levels on tables.table_id = levels.table_id
    inner join {{ ref('report_dimensions') }} as firsts on levels.dimension = firsts.dimension
    left join {{ ref('report_dimensions') }} as seconds on tables.dimension_2 = seconds.dimension
    inner join {{ ref('report_table_measures') }} as table_measures on tables.table_id = table_measures.table_id
    inner join {{ ref('report_measures') }} as measures on table_measures.measure = measures.measure
),

-- An enrollment that leads to several credentials is one enrollment to its program.
placed as (
    select distinct
        tables.table_id,
        tables.dimension_1,
        tables.has_first_total,
        tables.has_second_total,
        events.subject,
        events.school_year,
        events.event_key,
        events.person_id,
        events.happened_on,
        events.wages,
        events.employer_id,
        {{ member_of('tables.dimension_1') }} as member_1,
        {{ member_of('tables.dimension_2') }} as member_2
    from {{ ref('report_events') }} as events
    inner join tables on events.subject = tables.subject
)

-- Each event stands in its cell, in the margins of both dimensions, and in the total.
select
    placed.table_id,
    placed.dimension_1,
    placed.subject,
    placed.school_year,
    placed.event_key,
    placed.person_id,
    placed.happened_on,
    placed.wages,
    placed.employer_id,
    case when by_first.is_margin then 'all' else placed.member_1 end as member_1,
    case when by_second.is_margin then 'all' else placed.member_2 end as member_2
from placed
inner join (
    select true as is_margin
    union all
    select false as is_margin
) as by_first on placed.has_first_total or not by_first.is_margin
inner join (
    select true as is_margin
    union all
    select false as is_margin
) as by_second on placed.has_second_total or not by_second.is_margin
