-- Says who worked for whom in which quarter and for what pay, restated and adjusted wages netted (policy 4.A(b)).
-- Grain: one row per person, employer and quarter (person_id, employer_id, calendar_quarter).
with employment_quarters as (
    select * from {{ ref('employment_quarters') }}
)

select
    person_id,
    employer_id,
    calendar_quarter,
    age_at_quarter_start,
    is_restated,
    wages,
    adjustments,
    extensions
from employment_quarters
