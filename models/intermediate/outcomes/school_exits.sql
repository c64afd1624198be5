-- Finds who left school without a diploma, and when: Perkins follows them too, and no other event tells of them. Gone
-- is who has been out of school for longer than a summer within what is delivered. A student who moved to another state
-- looks the same, for schools don't say where one went.
-- Grain: one row per person who left (person_id).
with students as (
    select
        tuple_persons.person_id,
        students.school_code,
        students.exit_date,
        students.file_name,
        students.line_number
    from {{ ref('stg_k12__students') }} as students
    inner join {{ ref('tuple_persons') }} as tuple_persons
        on students.identity_tuple_id = tuple_persons.identity_tuple_id
    where students.is_accepted
),

graduates as (
    select distinct person_id
    from {{ ref('completions') }}
    where completion_type = 'diploma'
),

last_delivered as (
    select max(exit_date) as exit_date from students
),

-- Who has a spell without a last day is still there.
ranked as (
    select
        *,
        count(*) over (partition by person_id) = count(exit_date) over (partition by person_id) as is_out,
        row_number() over (partition by person_id order by exit_date desc, file_name asc, line_number asc) as recency
    from students
)

select
    ranked.person_id,
    ranked.school_code,
    ranked.exit_date as left_on
from ranked
cross join last_delivered
left join graduates on ranked.person_id = graduates.person_id
where
    ranked.recency = 1
    and ranked.is_out
    and graduates.person_id is null
    and {{ days_between('ranked.exit_date', 'last_delivered.exit_date') }}
    > {{ var('program_exit_gap_days').secondary }}
