{#
    A released table as people lay one out: a row for its members, their places in the order of readers, and for each
    measure the figure and how it is shown.
#}
{% macro wide_table(table_id, measures) -%}
with cells as (
    select * from {{ ref('released_cells') }}
    where table_id = '{{ table_id }}'
),

members as (
    select * from {{ ref('released_members') }}
)

select
    cells.school_year,
    cells.dimension_1,
    cells.member_1,
    cells.member_2,
    max(first_members.label) as label_1,
    max(second_members.label) as label_2,
    cast(coalesce(max(first_members.display_order), 0) as integer) as order_1,
    cast(coalesce(max(second_members.display_order), 0) as integer) as order_2,
    {%- for measure in measures %}
    max(case when cells.measure = '{{ measure }}' then cells.value end) as {{ measure }},
    max(case when cells.measure = '{{ measure }}' then cells.display end) as {{ measure }}_shown
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
from cells
left join members as first_members
    on cells.dimension_1 = first_members.dimension and cells.member_1 = first_members.member
left join members as second_members
    on cells.dimension_2 = second_members.dimension and cells.member_2 = second_members.member
group by cells.school_year, cells.dimension_1, cells.member_1, cells.member_2
order by cells.school_year, cells.dimension_1, order_1, order_2, cells.member_1, cells.member_2
{%- endmacro %}
