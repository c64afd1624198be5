-- Says for which credentials institutions gave credit (policy 4.B(e)).
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('higher_ed', 'credit_awards') }}
),

coded as (
    select
        institution_code,
        college_student_id,
        credential_code,
        agreement_id,
        course_code,
        credits,
        decided_on,
        {{ bookkeeping() }}
    from delivered
)

select
    *,
    {{ identity_struct(
        id_space='higher_ed',
        native_id="institution_code || '-' || college_student_id"
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from coded
