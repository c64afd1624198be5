-- Finds how long a person stayed in a program and the day they left it. Enrollments that follow each other within the
-- sector's gap are one spell: a student who comes back after the summer has not left. A spell ends only once the gap
-- has passed within what is delivered, and never while an enrollment in it has no last day.
-- Grain: one row per spell (program_spell_id); exited_on is empty where it may go on.
with enrollments as (
    select * from {{ ref('program_enrollments') }}
),

sectors as (
    select
        sector,
        cast(case sector
            {%- for sector, days in var('program_exit_gap_days').items() %}
            when '{{ sector }}' then {{ days }}
            {%- endfor %}
        end as integer) as gap_days,
        max(greatest(started_on, coalesce(ended_on, started_on))) as last_delivered_day
    from enrollments
    group by sector
),

-- An enrollment without a last day lasts as long as what is delivered.
dated as (
    select
        enrollments.*,
        sectors.gap_days,
        sectors.last_delivered_day,
        coalesce(enrollments.ended_on, sectors.last_delivered_day) as lasted_until
    from enrollments
    inner join sectors on enrollments.sector = sectors.sector
),

preceded as (
    select
        *,
        max(lasted_until) over (
            partition by person_id, sector, program_code
            order by started_on asc, program_enrollment_id asc
            rows between unbounded preceding and 1 preceding
        ) as left_before
    from dated
),

numbered as (
    select
        *,
        sum(case when {{ days_between('left_before', 'started_on') }} <= gap_days then 0 else 1 end) over (
            partition by person_id, sector, program_code
            order by started_on asc, program_enrollment_id asc
            rows between unbounded preceding and current row
        ) as spell_number
    from preceded
),

ranked as (
    select
        *,
        row_number() over (
            partition by person_id, sector, program_code, spell_number
            order by lasted_until desc, started_on desc, program_enrollment_id desc
        ) as recency
    from numbered
),

spells as (
    select
        person_id,
        sector,
        program_code,
        max(case when recency = 1 then institution_code end) as institution_code,
        min(started_on) as entered_on,
        max(lasted_until) as lasted_until,
        bool_or(is_completed) as is_completed,
        bool_or(cte_status in ('concentrator', 'completer')) as is_concentrator,
        min(case when cte_status in ('concentrator', 'completer') then started_on end) as concentrated_on,
        bool_or({{ days_between('lasted_until', 'last_delivered_day') }} <= gap_days) as may_go_on
    from ranked
    group by person_id, sector, program_code, spell_number
)

select
    {{ surrogate_key(['person_id', 'sector', 'program_code', 'entered_on']) }} as program_spell_id,
    person_id,
    sector,
    program_code,
    institution_code,
    entered_on,
    lasted_until,
    case when not may_go_on then lasted_until end as exited_on,
    is_completed,
    is_concentrator,
    concentrated_on
from spells
