-- Sums what a person's jobs say of a quarter: any job held through it is full-quarter employment, any kept is retained.
-- Grain: one row per person and covered quarter with pay (person_id, calendar_quarter).
with continuing_employment as (
    select * from {{ ref('continuing_employment') }}
)

select
    person_id,
    calendar_quarter,
    bool_or(is_full_quarter) as is_full_quarter,
    sum(case when is_full_quarter then wages end) as full_quarter_wages,
    sum(cast(is_hire as integer)) as hire_count,
    sum(cast(is_separation as integer)) as separation_count,
    bool_or(is_retained) as is_retained
from continuing_employment
group by person_id, calendar_quarter
