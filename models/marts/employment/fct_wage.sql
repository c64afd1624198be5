-- Sums a person's wages over all employers, the unit of every earnings measure (policy 4.A(b)).
-- Grain: one row per person and quarter with wages (person_id, calendar_quarter).
with employment_quarters as (
    select * from {{ ref('employment_quarters') }}
)

select
    person_id,
    calendar_quarter,
    max(age_at_quarter_start) as age_at_quarter_start,
    cast(sum(wages) as decimal(12, 2)) as wages,
    cast(count(*) as integer) as employer_count
from employment_quarters
group by person_id, calendar_quarter
