-- Says which career and technical courses and programs a student took, and how far into the program.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('k12', 'cte_enrollments') }}
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                institution_rule('school_code', 'start_date'),
                institution_rule('district_code', 'start_date'),
                course_rule('course_code', 'program_code')
            ]) }} as refusal_reasons
        )
    from delivered
),

coded as (
    select
        state_student_id,
        school_year,
        district_code,
        school_code,
        program_code,
        course_code,
        cip_code,
        career_cluster_code,
        {{ standard_code('k12', 'career_cluster', 'career_cluster_code') }} as career_cluster,
        cte_status_code,
        {{ standard_code('k12', 'cte_status', 'cte_status_code') }} as cte_status,
        start_date,
        end_date,
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
