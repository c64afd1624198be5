-- Puts beside each person's first award of a credential, and each first failure of those who never earned it, what was
-- known of the person before and what the person was paid after. Both are needed, so whoever wage records can't show is
-- missing here; marts.credential_comparison counts them.
-- Grain: one row per kind of event, credential and person (event_type, credential_code, person_id).
with events as (
    select * from {{ ref('fct_outcome_event') }}
    where event_number_of_person = 1
),

earned as (
    select distinct
        credential_code,
        person_id
    from {{ ref('fct_credential_award') }}
),

candidates as (
    select * from {{ ref('comparison_candidates') }}
)

select
    events.outcome_event_id,
    events.event_type,
    events.credential_code,
    candidates.*
from events
inner join candidates
    on events.person_id = candidates.person_id and events.quarter_sequence = candidates.quarter_sequence
left join earned on events.credential_code = earned.credential_code and events.person_id = earned.person_id
where events.event_type = 'award' or (events.event_type = 'failed_attempt' and earned.person_id is null)
