-- Tells readers of the release why a figure changed as much as it did, where they can see both years (policy 5.A).
-- Grain: one row per school year, dimension, member and measure (school_year, dimension, member, measure).
with figures as (
    select
        school_year,
        {{ margin_of('dimension') }} as dimension,
        {{ margin_of('member') }} as member,
        measure,
        max(value) as value
    from {{ ref('released_cells') }}
    where {{ is_margin() }} and release_code = 'released'
    group by school_year, dimension, member, measure
),

explained as (
    select
        school_year,
        dimension,
        member,
        measure,
        explanation
    from {{ ref('checked_report_changes') }}
    where explanation is not null
)

select
    explained.school_year,
    explained.dimension,
    explained.member,
    explained.measure,
    earlier.value as value_before,
    later.value,
    explained.explanation
from explained
inner join figures as later
    on
        explained.school_year = later.school_year
        and explained.dimension = later.dimension
        and explained.member = later.member
        and explained.measure = later.measure
inner join figures as earlier
    on
        explained.school_year = earlier.school_year + 1
        and explained.dimension = earlier.dimension
        and explained.member = earlier.member
        and explained.measure = earlier.measure
