-- Lays a person's ways between school, credential, college and work side by side in time (policy 4.A(b)): spells in
-- programs and jobs, and the days of attempts, awards, and of completing school, college or training, with the gap
-- before each.
-- Grain: one row per spell or event of a person (timeline_id).
with moments as (
    select
        'enrolled' as state,
        program_spell_id as state_key,
        person_id,
        entered_on as started_on,
        exited_on as ended_on,
        exited_on is null as may_go_on,
        sector,
        program_code,
        cast(null as string) as credential_code,
        institution_code,
        cast(null as string) as employer_id
    from {{ ref('program_spells') }}
    union all
    select
        case when is_passed then 'passed' else 'failed' end as state,
        credential_attempt_id as state_key,
        person_id,
        attempted_on as started_on,
        attempted_on as ended_on,
        false as may_go_on,
        null as sector,
        null as program_code,
        credential_code,
        null as institution_code,
        null as employer_id
    from {{ ref('fct_credential_attempt') }}
    union all
    select
        case when is_renewal then 'renewed' else 'earned' end as state,
        credential_award_id as state_key,
        person_id,
        earned_on as started_on,
        earned_on as ended_on,
        false as may_go_on,
        null as sector,
        null as program_code,
        credential_code,
        null as institution_code,
        null as employer_id
    from {{ ref('fct_credential_award') }}
    where not is_revoked
    union all
    select
        'completed' as state,
        event_key as state_key,
        person_id,
        happened_on as started_on,
        happened_on as ended_on,
        false as may_go_on,
        sector,
        program_code,
        null as credential_code,
        institution_code,
        null as employer_id
    from {{ ref('outcome_events') }}
    where event_type = 'completion'
    union all
    select
        'employed' as state,
        {{ surrogate_key(['spells.continuing_employer_id', 'spells.first_quarter']) }} as state_key,
        spells.person_id,
        first_quarters.first_day as started_on,
        case when not spells.may_go_on then last_quarters.last_day end as ended_on,
        spells.may_go_on,
        null as sector,
        null as program_code,
        null as credential_code,
        null as institution_code,
        spells.continuing_employer_id as employer_id
    from {{ ref('employment_spells') }} as spells
    inner join {{ ref('dim_quarter') }} as first_quarters on spells.first_quarter = first_quarters.calendar_quarter
    inner join {{ ref('dim_quarter') }} as last_quarters on spells.last_quarter = last_quarters.calendar_quarter
),

-- A spell that may go on leaves no gap behind it.
preceded as (
    select
        *,
        max(case when may_go_on then cast('{{ var("as_of_date") }}' as date) else ended_on end) over (
            partition by person_id
            order by started_on asc, state asc, state_key asc
            rows between unbounded preceding and 1 preceding
        ) as busy_until
    from moments
)

select
    {{ surrogate_key(['preceded.person_id', 'preceded.state', 'preceded.state_key']) }} as timeline_id,
    preceded.person_id,
    preceded.state,
    preceded.started_on,
    preceded.ended_on,
    preceded.may_go_on,
    -- greatest passes over a null, which would make a gap of none of what came first.
    case
        when preceded.busy_until is not null
            then cast(greatest({{ days_between('preceded.busy_until', 'preceded.started_on') }} - 1, 0) as integer)
    end as gap_days_before,
    preceded.sector,
    preceded.program_code,
    preceded.credential_code,
    preceded.institution_code,
    preceded.employer_id,
    employers.naics_code,
    employers.region_code
from preceded
left join {{ ref('dim_employer') }} as employers on preceded.employer_id = employers.employer_id
