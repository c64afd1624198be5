-- The credential marts tell one story. Each row returned names what disagrees and for which event:
-- an event whose first report says otherwise than the event; one without any report; a high-value flag that the List's
-- own table contradicts; a List period that overlaps another of the same credential.
with attempts as (
    select * from {{ ref('fct_credential_attempt') }}
),

attempt_sources as (
    select * from {{ ref('fct_credential_attempt_source') }}
    where is_source_of_record
),

awards as (
    select * from {{ ref('fct_credential_award') }}
),

award_sources as (
    select * from {{ ref('fct_credential_award_source') }}
    where is_source_of_record
),

list_statuses as (
    select * from {{ ref('dim_credential_list_status') }}
),

disagreements as (
    select
        'attempt and its source of record' as what,
        attempts.credential_attempt_id as event_id
    from attempts
    left join attempt_sources on attempts.credential_attempt_id = attempt_sources.credential_attempt_id
    where
        attempt_sources.reported_attempted_on is distinct from attempts.attempted_on
        or attempt_sources.source is distinct from attempts.source_of_record
    union all
    select
        'award and its source of record' as what,
        awards.credential_award_id as event_id
    from awards
    left join award_sources on awards.credential_award_id = award_sources.credential_award_id
    where
        award_sources.reported_earned_on is distinct from awards.earned_on
        or award_sources.source is distinct from awards.source_of_record
    union all
    select
        'award and the List of its day' as what,
        awards.credential_award_id as event_id
    from awards
    left join list_statuses
        on
            awards.credential_code = list_statuses.credential_code
            and awards.earned_on between list_statuses.effective_from and list_statuses.effective_to
    where awards.is_high_value <> (list_statuses.list_year is not null)
    union all
    select
        'List periods that overlap' as what,
        earlier.credential_code as event_id
    from list_statuses as earlier
    inner join list_statuses as later
        on
            earlier.credential_code = later.credential_code
            and earlier.list_year < later.list_year
            and earlier.effective_from <= later.effective_to
            and earlier.effective_to >= later.effective_from
)

select * from disagreements
