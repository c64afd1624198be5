-- When each description of a student was enrolled: two state numbers at one time are two students, while a student
-- who moves may get a new number between two spells.
-- Grain: one row per description of a student and spell (identity_tuple_id, entry_date, exit_date).
with enrollments as (
    {{ union_spells() }}
)

select distinct
    identity_tuple_id,
    entry_date,
    exit_date
from enrollments
