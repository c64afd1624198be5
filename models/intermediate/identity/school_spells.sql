-- When each description of a student was enrolled: two state numbers at one time are two students, while a student
-- who moves may get a new number between two spells.
-- Grain: one row per description of a student and spell (identity_tuple_id, entry_date, exit_date).
with students as (
    select * from {{ ref('stg_k12__students') }}
    where is_accepted
)

select distinct
    identity_tuple_id,
    entry_date,
    -- A spell without an end lasts as long as the longest of its year.
    coalesce(exit_date, max(exit_date) over (partition by school_year), entry_date) as exit_date
from students
