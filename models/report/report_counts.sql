-- Counts the events and persons of every cell, with the pay of those that have any.
-- Grain: one row per table, subject, school year and members that occur (table_id, subject, school_year, member_1,
-- member_2); all is the margin of a dimension, none a dimension that the table doesn't have.
with counts as (
    select
        table_id,
        dimension_1,
        subject,
        school_year,
        member_1,
        member_2,
        count(distinct event_key) as events,
        count(distinct person_id) as persons
    from {{ ref('report_cell_events') }}
    group by table_id, dimension_1, subject, school_year, member_1, member_2
)

select
    counts.table_id,
    counts.dimension_1,
    counts.subject,
    counts.school_year,
    counts.member_1,
    counts.member_2,
    counts.events,
    counts.persons,
    pay.median_wages,
    pay.employers,
    pay.largest_share_of_persons,
    pay.largest_share_of_wages
from counts
left join {{ ref('report_pay') }} as pay
    on
        counts.table_id = pay.table_id
        and counts.subject = pay.subject
        and counts.school_year = pay.school_year
        and counts.member_1 = pay.member_1
        and counts.member_2 = pay.member_2
