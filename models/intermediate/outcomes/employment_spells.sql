-- Joins the quarters in which one employer paid a person without a break, takeovers seen through, into a spell of work.
-- A spell that reaches the last covered quarter, or one before a missing file, may go on: its last quarter is open.
-- Grain: one row per spell (person_id, continuing_employer_id, first_quarter).
with jobs as (
    select
        employment.person_id,
        employment.continuing_employer_id,
        employment.wages,
        loaded_quarters.calendar_quarter,
        loaded_quarters.quarter_sequence,
        loaded_quarters.is_loaded_after,
        loaded_quarters.quarter_sequence - row_number() over (
            partition by employment.person_id, employment.continuing_employer_id
            order by loaded_quarters.quarter_sequence
        ) as island
    from {{ ref('continuing_employment') }} as employment
    inner join {{ ref('loaded_quarters') }} as loaded_quarters
        on employment.calendar_quarter = loaded_quarters.calendar_quarter
)

select
    person_id,
    continuing_employer_id,
    min(calendar_quarter) as first_quarter,
    max(calendar_quarter) as last_quarter,
    cast(count(*) as integer) as quarter_count,
    cast(sum(wages) as decimal(14, 2)) as wages,
    not bool_and(is_loaded_after) as may_go_on
from jobs
group by person_id, continuing_employer_id, island
