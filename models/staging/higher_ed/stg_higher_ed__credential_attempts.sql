-- Carries the credential attempts that institutions report for their students.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('higher_ed', 'credential_attempts') }}
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                institution_rule('institution_code', 'attempted_on', ['EVENT_AFTER_DELIVERY']),
                offered_rule('higher_ed', 'source_credential_code', 'attempted_on')
            ]) }} as refusal_reasons
        )
    from delivered
),

coded as (
    select
        institution_code,
        college_student_id,
        source_credential_code,
        attempted_on,
        result_code,
        {{ standard_code('higher_ed', 'result', 'result_code') }} as result,
        score,
        {{ bookkeeping() }}
    from judged
)

select
    *,
    {{ identity_struct(
        id_space='higher_ed',
        native_id="institution_code || '-' || college_student_id"
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from coded
