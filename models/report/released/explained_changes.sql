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

changes as (
    select
        later.school_year,
        later.dimension,
        later.member,
        later.measure,
        earlier.value as value_before,
        later.value
    from figures as later
    inner join figures as earlier
        on
            later.school_year = earlier.school_year + 1
            and later.dimension = earlier.dimension
            and later.member = earlier.member
            and later.measure = earlier.measure
)

select
    changes.school_year,
    changes.dimension,
    changes.member,
    changes.measure,
    changes.value_before,
    changes.value,
    explanations.explanation
from changes
inner join {{ ref('change_explanations') }} as explanations on {{ explains('explanations', 'changes') }}
