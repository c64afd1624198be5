-- Of the students enrolled in a program, how many went on to attempt, and to earn, a credential that it leads to?
-- Policy 3.A(c)(iii), 4.B(a)-(c), 5.A(a)-(c). A person counts once a program, from the first day enrolled on; those who
-- enrolled lately have had less time. Only what happened while the program led to the credential counts, and renewals
-- and revoked awards don't. Attempts are empty where no source reports those of any credential that the program leads
-- to; where sources report those of some alone, fewer may have attempted than earned.
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
            and attempts.attempted_on between alignments.aligned_from
            and coalesce(alignments.aligned_to, attempts.attempted_on)
),

with_reported_attempts as (
    select distinct alignments.program_code
    from {{ mart('bridge_credential_program') }} as alignments
    inner join {{ mart('fct_credential_attempt_source') }} as reports
        on alignments.credential_code = reports.credential_code
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
            and awards.earned_on between alignments.aligned_from and coalesce(alignments.aligned_to, awards.earned_on)
    where not awards.is_revoked and not awards.is_renewal
)

select
    programs.sector,
    programs.program_name,
    count(*) as persons_enrolled,
    case when with_reported_attempts.program_code is not null then count(attempted.person_id) end as persons_attempted,
    count(earned.person_id) as persons_earned,
    case
        when with_reported_attempts.program_code is not null
            then {{ percent_of('count(attempted.person_id)', 'count(*)') }}
    end as percent_attempted,
    {{ percent_of('count(earned.person_id)', 'count(*)') }} as percent_earned
from enrolled
inner join {{ mart('dim_program') }} as programs on enrolled.program_code = programs.program_code
left join attempted
    on enrolled.program_code = attempted.program_code and enrolled.person_id = attempted.person_id
left join earned
    on enrolled.program_code = earned.program_code and enrolled.person_id = earned.person_id
left join with_reported_attempts on enrolled.program_code = with_reported_attempts.program_code
group by programs.sector, programs.program_name, with_reported_attempts.program_code
order by programs.sector asc, percent_earned desc, programs.program_name asc
