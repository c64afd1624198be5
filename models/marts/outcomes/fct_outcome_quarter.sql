-- Follows each event quarter by quarter, before and after, through the wage records (policy 4.A(b)). observation tells
-- apart what would otherwise all look like no pay: a quarter that nobody delivered, a child, a person who was found at
-- work elsewhere, a person whom wage records can't know, and a person who was looked for and not found.
-- Grain: one row per event and follow-up quarter (outcome_event_id, follow_up_quarter), whether or not it is delivered.
with events as (
    select * from {{ ref('fct_outcome_event') }}
),

follow_up_quarters as (
    {%- for number in range(var('first_follow_up_quarter'), var('last_follow_up_quarter') + 1) %}
    select {{ number }} as follow_up_quarter
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

loaded_quarters as (
    select
        loaded_quarters.*,
        quarters.first_day
    from {{ ref('loaded_quarters') }} as loaded_quarters
    inner join {{ ref('dim_quarter') }} as quarters on loaded_quarters.quarter_sequence = quarters.quarter_sequence
),

persons as (
    select * from {{ ref('persons') }}
),

parameters as (
    {{ rule_parameters(['youngest_worker']) }}
),

employment as (
    select * from {{ ref('fct_employment_quarter') }}
),

work_elsewhere as (
    select * from {{ ref('work_elsewhere') }}
),

followed as (
    select
        events.outcome_event_id,
        follow_up_quarters.follow_up_quarter,
        events.person_id,
        events.event_type,
        events.happened_on,
        events.is_matchable_to_labor,
        persons.birth_date,
        cast(events.quarter_sequence + follow_up_quarters.follow_up_quarter as integer) as quarter_sequence
    from events
    left join persons on events.person_id = persons.person_id
    cross join follow_up_quarters
),

observed as (
    select
        followed.*,
        loaded_quarters.calendar_quarter,
        loaded_quarters.is_provisional,
        loaded_quarters.is_loaded_before and loaded_quarters.is_loaded_after as is_between_loaded,
        case
            when loaded_quarters.quarter_sequence is null then 'not_loaded'
            when
                {{ age_at('followed.birth_date', 'loaded_quarters.first_day') }} < parameters.youngest_worker
                then 'under_age'
            when employment.person_id is not null then 'paid'
            when
                work_elsewhere.is_federal_employee
                or work_elsewhere.is_in_armed_forces
                or work_elsewhere.is_self_employed
                or work_elsewhere.is_employed_out_of_state
                then 'elsewhere'
            when not followed.is_matchable_to_labor then 'not_matchable'
            else 'not_paid'
        end as observation,
        employment.wages,
        employment.real_wages,
        employment.is_employed,
        employment.is_full_quarter,
        employment.is_retained,
        employment.employer_count,
        employment.main_employer_id,
        employment.main_naics_code,
        employment.main_region_code,
        work_elsewhere.is_federal_employee,
        work_elsewhere.is_in_armed_forces,
        work_elsewhere.is_self_employed,
        work_elsewhere.is_employed_out_of_state
    from followed
    cross join parameters
    left join loaded_quarters on followed.quarter_sequence = loaded_quarters.quarter_sequence
    -- Pay of a quarter without a file of its own comes from later restatements alone and is no picture of the quarter.
    left join employment
        on
            followed.person_id = employment.person_id
            and loaded_quarters.quarter_sequence = employment.quarter_sequence
    left join work_elsewhere
        on
            followed.person_id = work_elsewhere.person_id
            and loaded_quarters.calendar_quarter = work_elsewhere.calendar_quarter
)

select
    outcome_event_id,
    follow_up_quarter,
    person_id,
    event_type,
    happened_on,
    calendar_quarter,
    quarter_sequence,
    observation,
    is_provisional,
    case when observation = 'not_paid' then false else is_employed end as is_employed,
    case when observation = 'not_paid' then cast(0 as decimal(12, 2)) else wages end as wages,
    case when observation = 'not_paid' then cast(0 as decimal(12, 2)) else real_wages end as real_wages,
    case when observation = 'not_paid' and is_between_loaded then false else is_full_quarter end as is_full_quarter,
    is_retained,
    case when observation = 'not_paid' then 0 else employer_count end as employer_count,
    main_employer_id,
    main_naics_code,
    main_region_code,
    -- What was found there beside the wage records: some people alone are asked about.
    is_federal_employee,
    is_in_armed_forces,
    is_self_employed,
    is_employed_out_of_state
from observed
