-- Keeps the figures of the report that speak of one member or of the whole state, each once though several tables show
-- it and a group may have several names, as far as there are any yet: what the Council's rules on the report compare.
-- Grain: one row per school year, dimension, member and measure (school_year, dimension, member, measure); the whole
-- state is the member all of the dimension all.
with margins as (
    select
        school_year,
        {{ margin_of('dimension') }} as dimension,
        {{ margin_of('member') }} as member,
        measure,
        value,
        contributors as persons
    from {{ ref('report_cells') }}
    where {{ is_margin() }} and not is_unfinished
),

-- Who is no student is without a school, a district and a family income alike.
named as (
    select
        margins.school_year,
        coalesce(same_members.same_dimension, margins.dimension) as dimension,
        coalesce(same_members.same_member, margins.member) as member,
        margins.measure,
        margins.value,
        margins.persons
    from margins
    left join {{ ref('report_same_members') }} as same_members
        on margins.dimension = same_members.dimension and margins.member = same_members.member
)

select
    school_year,
    dimension,
    member,
    measure,
    max(value) as value,
    max(persons) as persons
from named
group by school_year, dimension, member, measure
