-- Says for which credentials institutions gave credit (policy 4.B(e)).
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('higher_ed', 'credit_awards') }}
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                institution_rule('institution_code', 'decided_on', ['EVENT_AFTER_DELIVERY']),
                agreement_rule('CREDIT_WITHOUT_AGREEMENT', 'count(*)', '? = 0'),
                agreement_rule('CREDITS_ABOVE_AGREEMENT:credits', 'max(agreements.credits)', 'credits > ?'),
                agreement_rule('COURSE_NOT_IN_AGREEMENT:course_code', 'list(agreements.course_code)', 'not list_contains(?, course_code)')
            ]) }} as refusal_reasons
        )
    from delivered
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
