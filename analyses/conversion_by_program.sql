-- Of the students enrolled in a program, how many went on to attempt, and to earn, a credential that it leads to?
-- Policy 3.A(c)(iii), 4.B(a)-(c), 5.A(a)-(c). A person counts once a program, from the first day enrolled on; those who
-- enrolled lately have had less time. Some credentials are earned without an exam (dim_credential.is_attempt_waived).
with enrolled as (
    select
        program_code,
        person_id,
        min(started_on) as first_enrolled_on
    from {{ mart('fct_program_enrollment') }}
    group by program_code, person_id
),

attempted as (
    select distinct
        enrolled.program_code,
        enrolled.person_id
    from enrolled
    inner join {{ mart('bridge_credential_program') }} as alignments on enrolled.program_code = alignments.program_code
    inner join {{ mart('fct_credential_attempt') }} as attempts
        on
            enrolled.person_id = attempts.person_id
            and alignments.credential_code = attempts.credential_code
            and enrolled.first_enrolled_on <= attempts.attempted_on
),

earned as (
    select distinct
        enrolled.program_code,
        enrolled.person_id
    from enrolled
    inner join {{ mart('bridge_credential_program') }} as alignments on enrolled.program_code = alignments.program_code
    inner join {{ mart('fct_credential_award') }} as awards
        on
            enrolled.person_id = awards.person_id
            and alignments.credential_code = awards.credential_code
            and enrolled.first_enrolled_on <= awards.earned_on
    where not awards.is_revoked
)

select
    programs.sector,
    programs.program_name,
    count(*) as persons_enrolled,
    count(attempted.person_id) as persons_attempted,
    count(earned.person_id) as persons_earned,
    round(100.0 * count(attempted.person_id) / count(*), 1) as percent_attempted,
    round(100.0 * count(earned.person_id) / count(*), 1) as percent_earned
from enrolled
inner join {{ mart('dim_program') }} as programs on enrolled.program_code = programs.program_code
left join attempted
    on enrolled.program_code = attempted.program_code and enrolled.person_id = attempted.person_id
left join earned
    on enrolled.program_code = earned.program_code and enrolled.person_id = earned.person_id
group by programs.sector, programs.program_name
order by programs.sector asc, percent_earned desc, programs.program_name asc
