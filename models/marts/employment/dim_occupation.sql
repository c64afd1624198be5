-- Names the occupations that credentials may lead to.
-- Grain: one row per occupation (soc_code).
with occupations as (
    select * from {{ ref('occupations') }}
)

select
    soc_code,
    occupation_title
from occupations
