-- Says when a person entered and left what WIOA and Perkins follow exits from. In schools and colleges that is the
-- spell in the program. A workforce participant leaves with the exit that the agency delivers, months after training
-- as a rule, and is then followed from it for each program trained in; where no service or no exit was delivered,
-- training's own gap stands for it. Who was served without training exits too, from no program.
-- Grain: one row per participation in a program (program_participation_id); exited_on is empty where it may go on.
{%- set participation = 'coalesce(services.participant_spell_id, spells.program_spell_id)' %}
with spells as (
    select * from {{ ref('program_spells') }}
),

-- A service whose exit is missing lasts no longer than to the next one.
services as (
    select
        *,
        coalesce(exited_on, lead(entered_on) over (partition by person_id order by entered_on)) as lasted_until
    from {{ ref('participant_spells') }}
),

-- The service begun last before the training, and not over by then.
served as (
    select
        spells.program_spell_id,
        services.participant_spell_id,
        row_number() over (
            partition by spells.program_spell_id
            order by services.entered_on desc
        ) as recency
    from spells
    inner join services
        on
            spells.person_id = services.person_id
            and spells.entered_on >= services.entered_on
            and spells.entered_on <= coalesce(services.lasted_until, spells.entered_on)
    where spells.sector = 'workforce'
),

-- Of training in one program twice within a service, the last is the one that the exit follows.
trained as (
    select
        spells.*,
        services.participant_spell_id,
        services.funding_stream,
        services.exited_on as served_until,
        coalesce(services.entered_on, spells.entered_on) as participated_from,
        case
            when not coalesce(services.may_go_on, false) then coalesce(services.exited_on, spells.exited_on)
        end as participated_until,
        min(spells.entered_on) over (partition by {{ participation }}, spells.program_code) as trained_from,
        bool_or(spells.is_completed) over (partition by {{ participation }}, spells.program_code) as has_completed,
        row_number() over (
            partition by {{ participation }}, spells.program_code
            order by spells.entered_on desc
        ) as recency
    from spells
    left join served on spells.program_spell_id = served.program_spell_id and served.recency = 1
    left join services on served.participant_spell_id = services.participant_spell_id
)

select
    program_spell_id as program_participation_id,
    person_id,
    sector,
    funding_stream,
    program_code,
    institution_code,
    participated_from as entered_on,
    participated_until as exited_on,
    served_until,
    trained_from,
    lasted_until as trained_until,
    has_completed as is_completed,
    is_concentrator
from trained
where recency = 1
union all
select
    services.participant_spell_id as program_participation_id,
    services.person_id,
    'workforce' as sector,
    services.funding_stream,
    null as program_code,
    null as institution_code,
    services.entered_on,
    services.exited_on,
    services.exited_on as served_until,
    null as trained_from,
    null as trained_until,
    null as is_completed,
    null as is_concentrator
from services
left join trained on services.participant_spell_id = trained.participant_spell_id
where trained.participant_spell_id is null
