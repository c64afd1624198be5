-- Brings the events that outcomes are followed from into one shape: awards, attempts that failed, exits from programs,
-- completions, and leaving school without a diploma. Renewed and revoked awards are no starting points;
-- fct_credential_award holds and flags them.
-- Grain: one row per event (event_type, event_key).
with reported_institutions as (
    select
        credential_award_id,
        institution_code,
        row_number() over (partition by credential_award_id order by report_rank) as institution_rank
    from {{ ref('credential_award_reports') }}
    where institution_code is not null
),

attempted_institutions as (
    select
        credential_attempt_id,
        institution_code,
        row_number() over (partition by credential_attempt_id order by report_rank) as institution_rank
    from {{ ref('credential_attempt_reports') }}
    where institution_code is not null
)

select
    'award' as event_type,
    awards.credential_award_id as event_key,
    awards.person_id,
    awards.earned_on as happened_on,
    awards.credential_code,
    awards.list_year,
    awards.is_high_value,
    cast(null as string) as program_code,
    cast(null as string) as sector,
    institutions.institution_code,
    cast(null as string) as completion_type,
    cast(null as string) as funding_stream,
    cast(null as date) as entered_on,
    cast(null as boolean) as is_completed,
    cast(null as boolean) as is_concentrator
from {{ ref('credential_awards') }} as awards
left join reported_institutions as institutions
    on awards.credential_award_id = institutions.credential_award_id and institutions.institution_rank = 1
where not awards.is_renewal and not awards.is_revoked
union all
select
    'failed_attempt' as event_type,
    attempts.credential_attempt_id as event_key,
    attempts.person_id,
    attempts.attempted_on as happened_on,
    attempts.credential_code,
    attempts.list_year,
    attempts.is_high_value,
    null as program_code,
    null as sector,
    institutions.institution_code,
    null as completion_type,
    null as funding_stream,
    null as entered_on,
    null as is_completed,
    null as is_concentrator
from {{ ref('credential_attempts') }} as attempts
left join attempted_institutions as institutions
    on attempts.credential_attempt_id = institutions.credential_attempt_id and institutions.institution_rank = 1
where not attempts.is_passed
union all
select
    'program_exit' as event_type,
    program_participation_id as event_key,
    person_id,
    exited_on as happened_on,
    null as credential_code,
    null as list_year,
    null as is_high_value,
    program_code,
    sector,
    institution_code,
    null as completion_type,
    funding_stream,
    entered_on,
    is_completed,
    is_concentrator
from {{ ref('program_participations') }}
where exited_on is not null
union all
select
    'completion' as event_type,
    completion_id as event_key,
    person_id,
    completed_on as happened_on,
    null as credential_code,
    null as list_year,
    null as is_high_value,
    program_code,
    case when completion_type = 'diploma' then 'secondary' else 'postsecondary' end as sector,
    institution_code,
    completion_type,
    null as funding_stream,
    null as entered_on,
    true as is_completed,
    null as is_concentrator
from {{ ref('completions') }}
union all
select
    'completion' as event_type,
    program_enrollment_id as event_key,
    person_id,
    ended_on as happened_on,
    null as credential_code,
    null as list_year,
    null as is_high_value,
    program_code,
    sector,
    institution_code,
    'training' as completion_type,
    null as funding_stream,
    null as entered_on,
    true as is_completed,
    null as is_concentrator
from {{ ref('program_enrollments') }}
where is_completed and ended_on is not null
union all
select
    'school_exit' as event_type,
    person_id as event_key,
    person_id,
    left_on as happened_on,
    null as credential_code,
    null as list_year,
    null as is_high_value,
    null as program_code,
    'secondary' as sector,
    school_code as institution_code,
    null as completion_type,
    null as funding_stream,
    null as entered_on,
    false as is_completed,
    null as is_concentrator
from {{ ref('school_exits') }}
