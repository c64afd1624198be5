-- Keeps the enrollments in programs that led to a credential on the List on their first day (policy 5.A(a)), once for
-- each such credential: a program leads to several.
-- Grain: one row per enrollment and credential (program_enrollment_id, credential_code).
select distinct
    enrollments.program_enrollment_id,
    enrollments.person_id,
    enrollments.school_year,
    enrollments.program_code,
    coalesce(enrollments.course_code, enrollments.program_code) as course,
    alignments.credential_code
from {{ ref('fct_program_enrollment') }} as enrollments
inner join {{ ref('bridge_credential_program') }} as alignments
    on
        enrollments.program_code = alignments.program_code
        and enrollments.started_on between alignments.aligned_from
        and coalesce(alignments.aligned_to, enrollments.started_on)
inner join {{ ref('dim_credential_list_status') }} as listed
    on
        alignments.credential_code = listed.credential_code
        and enrollments.started_on between listed.effective_from and listed.effective_to
