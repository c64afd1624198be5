-- Gives each spell of service of a workforce participant as the agency told it last: who paid for it, its first day,
-- and the day of exit, which is the agency's to say, for it knows of services beside training. A spell that the latest
-- file still shows without an exit may go on; of one that only earlier files show, the exit was never delivered.
-- Grain: one row per participant and first day of service (participant_spell_id).
with participants as (
    select
        tuple_persons.person_id,
        participants.*,
        row_number() over (
            partition by tuple_persons.person_id, participants.entry_date
            order by {{ latest_first() }}
        ) as recency
    from {{ ref('stg_workforce__participants') }} as participants
    inner join {{ ref('tuple_persons') }} as tuple_persons
        on participants.identity_tuple_id = tuple_persons.identity_tuple_id
    where participants.is_accepted
),

latest_file as (
    select max(period) as period from participants
)

select
    {{ surrogate_key(['participants.person_id', 'participants.entry_date']) }} as participant_spell_id,
    participants.person_id,
    participants.funding_stream,
    participants.entry_date as entered_on,
    participants.exit_date as exited_on,
    participants.exit_date is null and participants.period = latest_file.period as may_go_on,
    participants.disability as has_disability,
    participants.low_income as is_low_income,
    participants.single_parent as is_single_parent,
    participants.county_code
from participants
cross join latest_file
where participants.recency = 1
