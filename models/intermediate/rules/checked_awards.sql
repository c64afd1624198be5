-- Says of every award which of the Council's rules it breaks that speak of what the person did before: the attempt that
-- led to it, and the credential that must be held first. Sources that report no attempts can't show one.
-- Grain: one row per award (credential_award_id).
with awards as (
    select * from {{ ref('credential_awards') }}
),

catalog as (
    {{ latest_rows('stg_council__credentials', ['credential_code']) }}
),

source_precedence as (
    select * from {{ ref('source_precedence') }}
),

kinds as (
    select
        reports.credential_award_id,
        bool_or(source_precedence.attempt_rank is not null) as is_from_source_of_attempts
    from {{ ref('credential_award_reports') }} as reports
    inner join source_precedence on reports.source_kind = source_precedence.source_kind
    group by reports.credential_award_id
),

first_passes as (
    select
        person_id,
        credential_code,
        min(attempted_on) as first_passed_on
    from {{ ref('credential_attempts') }}
    where is_passed
    group by person_id, credential_code
),

first_awards as (
    select
        person_id,
        credential_code,
        min(earned_on) as first_earned_on
    from awards
    group by person_id, credential_code
)

select
    awards.credential_award_id,
    awards.school_year,
    case
        when kinds.is_from_source_of_attempts and not catalog.is_attempt_waived
            then first_passes.first_passed_on is null or first_passes.first_passed_on > awards.earned_on
    end as award_without_attempt,
    case
        when catalog.prerequisite_credential_code is not null
            then prerequisites.first_earned_on is null or prerequisites.first_earned_on > awards.earned_on
    end as prerequisite_not_held
from awards
inner join kinds on awards.credential_award_id = kinds.credential_award_id
left join catalog on awards.credential_code = catalog.credential_code
left join first_passes
    on awards.person_id = first_passes.person_id and awards.credential_code = first_passes.credential_code
left join first_awards as prerequisites
    on
        awards.person_id = prerequisites.person_id
        and catalog.prerequisite_credential_code = prerequisites.credential_code
