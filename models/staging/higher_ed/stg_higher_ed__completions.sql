-- Says which awards institutions conferred, on whom and in which program.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('higher_ed', 'completions') }}
),

terms as (
    select
        institution_code,
        college_student_id,
        min(start_date) as first_term_on
    from {{ ref('stg_higher_ed__term_enrollments') }}
    where is_accepted
    group by institution_code, college_student_id
),

coded as (
    select
        delivered.*,
        {{ standard_code('higher_ed', 'award_level', 'award_level_code') }} as award_level,
        terms.first_term_on
    from delivered
    left join terms
        on
            delivered.institution_code = terms.institution_code
            and delivered.college_student_id = terms.college_student_id
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                institution_rule('institution_code', 'completed_on', ['EVENT_AFTER_DELIVERY']),
                {
                    'reason': 'AWARD_LEVEL_UNKNOWN:award_level_code',
                    'condition': 'award_level_code is not null and award_level is null',
                    'moot': [],
                },
                {
                    'reason': 'COMPLETION_BEFORE_ENROLLMENT:completed_on',
                    'condition': 'completed_on < first_term_on',
                    'moot': [],
                }
            ]) }} as refusal_reasons
        )
    from coded as delivered
),

listed as (
    select
        institution_code,
        college_student_id,
        academic_year,
        program_code,
        cip_code,
        award_level_code,
        award_level,
        completed_on,
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
from listed
