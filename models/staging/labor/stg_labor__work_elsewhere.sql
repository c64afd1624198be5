-- Takes in what other systems answer when the labor agency asks them about work that its own wage records can't see:
-- other states (SWIS), federal personnel and the armed forces (FEDES), the state's tax office. Until such a file is
-- delivered it has no rows.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('labor', 'work_elsewhere') }}
),

answered as (
    select
        ssn,
        last_name,
        first_name,
        year,
        quarter,
        federal_employee,
        armed_forces,
        self_employed,
        out_of_state,
        {{ bookkeeping() }}
    from delivered
)

-- A number space of its own: whoever is asked about need not stand in any wage record.
select
    *,
    {{ identity_struct(
        id_space='labor_inquiries',
        ssn='ssn',
        last_name='last_name',
        first_name='first_name'
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from answered
