-- When each description of a student was enrolled: two state numbers at one time are two students, while a student
-- who moves may get a new number between two spells.
-- Grain: one row per description of a student (identity_tuple_id) in the state's enrollment files.
with students as (
    select * from {{ ref('stg_k12__students') }}
    where is_accepted
),

spells as (
    select distinct
        identity_tuple_id,
        entry_date,
        -- A spell without an end lasts as long as the longest of its year.
        coalesce(exit_date, max(exit_date) over (partition by school_year), entry_date) as exit_date
    from students
)

select
    identity_tuple_id,
    list({'entry_date': entry_date, 'exit_date': exit_date} order by entry_date, exit_date) as spells
from spells
group by identity_tuple_id
