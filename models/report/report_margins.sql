-- Keeps the figures of the report that speak of one member or of the whole state, each once though several tables show
-- it, as far as there are any yet: what the Council's rules on the report compare.
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
)

select
    school_year,
    dimension,
    member,
    measure,
    max(value) as value,
    max(persons) as persons
from margins
group by school_year, dimension, member, measure
