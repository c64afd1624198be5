-- Says who left school with which diploma.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('k12', 'graduates') }}
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                institution_rule('school_code', 'graduation_date')
            ]) }} as refusal_reasons
        )
    from delivered
),

coded as (
    select
        state_student_id,
        school_year,
        school_code,
        diploma_type_code,
        {{ standard_code('k12', 'diploma_type', 'diploma_type_code') }} as diploma_type,
        graduation_date,
        {{ bookkeeping() }}
    from judged
)

select
    *,
    {{ identity_struct(
        id_space='k12',
        native_id='state_student_id',
        state_student_id='state_student_id'
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from coded
