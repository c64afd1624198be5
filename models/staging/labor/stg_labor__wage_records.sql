-- Carries every report of a worker's wages, originals, restatements and adjustments alike: which of them stands is
-- settled where employment is made, with all of them in view.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('labor', 'wage_records') }}
),

coded as (
    select
        ssn,
        last_name,
        first_name,
        employer_account,
        year,
        quarter,
        record_type_code,
        wages,
        {{ bookkeeping() }}
    from delivered
)

select
    *,
    {{ identity_struct(
        id_space='labor',
        ssn='ssn',
        last_name='last_name',
        first_name='first_name'
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from coded
