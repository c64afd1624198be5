-- Says who studied what, where and in which term.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('higher_ed', 'term_enrollments') }}
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                institution_rule('institution_code', 'start_date')
            ]) }} as refusal_reasons
        )
    from delivered
),

coded as (
    select
        institution_code,
        college_student_id,
        academic_year,
        term_code,
        {{ standard_code('higher_ed', 'term', 'term_code') }} as term,
        program_code,
        cip_code,
        award_level_code,
        {{ standard_code('higher_ed', 'award_level', 'award_level_code') }} as award_level,
        credits_attempted,
        credits_earned,
        start_date,
        end_date,
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
