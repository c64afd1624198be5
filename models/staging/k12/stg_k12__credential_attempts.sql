-- Carries the attempts and awards that districts report, the weakest but widest source of them.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('k12', 'credential_attempts') }}
),

coded as (
    select
        *,
        {{ standard_code('k12', 'result', 'result_code') }} as result
    from delivered
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                institution_rule('school_code', 'attempted_on', ['EVENT_AFTER_DELIVERY']),
                offered_rule('k12', 'source_credential_code', 'attempted_on'),
                passing_rule()
            ]) }} as refusal_reasons
        )
    from coded as delivered
),

listed as (
    select
        state_student_id,
        school_year,
        school_code,
        source_credential_code,
        attempted_on,
        result_code,
        result,
        earned_on,
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
from listed
