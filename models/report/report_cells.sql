-- Lays out every cell of the tables that seeds/report declares with its figure, before anything is withheld (policy
-- 5.A). Persons within a member, persons in all and events are different counts, each counted for itself. A cell
-- without anybody is there as 0, and so is one of earners who can't be followed so far: is_unfinished tells them apart.
-- Comparisons of earners with others are no counts and come as they are, from report_comparisons. Only disclosure
-- control and its checks read this; others read what is released.
-- Grain: one row per table, school year, members and measure (table_id, school_year, member_1, member_2, measure).
with counts as (
    select * from {{ ref('report_counts') }}
),

measures as (
    select
        table_measures.table_id,
        table_measures.measure,
        table_measures.is_crossed,
        measures.kind,
        coalesce(numerators.subject, measures.subject) as subject,
        subjects.event_type,
        denominators.subject as denominator_subject,
        coalesce(numerators.kind, measures.kind) as counted_kind
    from {{ ref('report_table_measures') }} as table_measures
    inner join {{ ref('report_measures') }} as measures on table_measures.measure = measures.measure
    left join {{ ref('report_measures') }} as numerators on measures.numerator_measure = numerators.measure
    left join {{ ref('report_measures') }} as denominators on measures.denominator_measure = denominators.measure
    left join {{ ref('report_subjects') }} as subjects
        on coalesce(numerators.subject, measures.subject) = subjects.subject
),

years as (
    select distinct school_year from counts
),

firsts as (
    select distinct
        table_id,
        dimension_1,
        member_1
    from counts
),

seconds as (
    select distinct
        table_id,
        member_2
    from counts
),

-- Every year has a row for all members that any year has, also a year that can't be followed yet.
cells as (
    select
        tables.table_id,
        years.school_year,
        firsts.dimension_1,
        firsts.member_1,
        tables.dimension_2,
        seconds.member_2,
        measures.measure,
        measures.kind,
        measures.counted_kind,
        measures.subject,
        measures.event_type,
        measures.denominator_subject
    from {{ ref('report_tables') }} as tables
    cross join years
    inner join firsts on tables.table_id = firsts.table_id
    inner join seconds on tables.table_id = seconds.table_id
    inner join measures on tables.table_id = measures.table_id
    where measures.is_crossed or seconds.member_2 in ('all', 'none')
),

figured as (
    select
        cells.*,
        coalesce(counts.persons, 0) as contributors,
        case cells.counted_kind when 'persons' then wholes.persons else wholes.events end as denominator,
        coalesce(case cells.counted_kind when 'persons' then counts.persons else counts.events end, 0) as counted,
        counts.median_wages,
        counts.employers,
        counts.largest_share_of_persons,
        counts.largest_share_of_wages,
        cells.event_type in ('outcome', 'pay', 'way_on') and followed_years.school_year is null as is_unfinished
    from cells
    left join counts
        on
            cells.table_id = counts.table_id
            and cells.subject = counts.subject
            and cells.school_year = counts.school_year
            and cells.member_1 = counts.member_1
            and cells.member_2 = counts.member_2
    left join counts as wholes
        on
            cells.table_id = wholes.table_id
            and cells.denominator_subject = wholes.subject
            and cells.school_year = wholes.school_year
            and cells.member_1 = wholes.member_1
            and cells.member_2 = wholes.member_2
    left join {{ ref('report_followed_years') }} as followed_years
        on
            cells.event_type = followed_years.event_type
            and cells.school_year = followed_years.school_year
            and followed_years.follow_up_quarter in (cells.member_2, 'none')
)

select
    table_id,
    school_year,
    dimension_1,
    member_1,
    dimension_2,
    member_2,
    measure,
    cast(
        case kind
            when 'dollars' then median_wages
            when 'rate' then {{ percent_of('counted', 'denominator') }}
            else counted
        end as decimal(18, 2)
    ) as value,
    contributors,
    denominator,
    case when kind = 'dollars' then coalesce(employers, 0) end as employers,
    case when kind = 'dollars' then largest_share_of_persons end as largest_share_of_persons,
    case when kind = 'dollars' then largest_share_of_wages end as largest_share_of_wages,
    is_unfinished
from figured
union all
select
    table_id,
    school_year,
    dimension_1,
    member_1,
    dimension_2,
    member_2,
    measure,
    value,
    contributors,
    null as denominator,
    employers,
    largest_share_of_persons,
    largest_share_of_wages,
    false as is_unfinished
from {{ ref('report_comparisons') }}
