-- Says of whom the labor agency asked other systems whether they found work there, so that outcomes can show what wage
-- records can't see. One yes among several answers counts; empty means that nobody asked.
-- Grain: one row per person and quarter asked about (person_id, calendar_quarter).
with answers as (
    select * from {{ ref('stg_labor__work_elsewhere') }}
    where is_accepted
),

tuple_persons as (
    select * from {{ ref('tuple_persons') }}
),

dated as (
    select
        tuple_persons.person_id,
        cast(answers.year as string) || 'Q' || cast(answers.quarter as string) as calendar_quarter,
        answers.federal_employee,
        answers.armed_forces,
        answers.self_employed,
        answers.out_of_state
    from answers
    inner join tuple_persons on answers.identity_tuple_id = tuple_persons.identity_tuple_id
)

select
    person_id,
    calendar_quarter,
    bool_or(federal_employee) as is_federal_employee,
    bool_or(armed_forces) as is_in_armed_forces,
    bool_or(self_employed) as is_self_employed,
    bool_or(out_of_state) as is_employed_out_of_state
from dated
group by person_id, calendar_quarter
