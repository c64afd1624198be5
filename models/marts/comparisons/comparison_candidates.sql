-- Describes each person in each quarter by what was known before the year after it began: earlier pay, industry,
-- program and how far in it or how long out of it, age, region and group. Whoever did not earn a credential is
-- compared, in quarters like an earner's, with the earner (policy 4.A(b)). What is not known has a value of its own, so
-- that the unknown is compared with the unknown.
-- Grain: one row per person and reference quarter (person_id, quarter_sequence) of fct_pay_window with a birth date.
with pay_windows as (
    select * from {{ ref('fct_pay_window') }}
),

quarters as (
    select * from {{ ref('dim_quarter') }}
),

days as (
    select
        days.date_day,
        quarters.quarter_sequence
    from {{ ref('dim_date') }} as days
    inner join quarters on days.calendar_quarter = quarters.calendar_quarter
),

-- Of several programs the one begun last, from then on until the next begins.
programs as (
    select
        spells.person_id,
        spells.program_code,
        spells.is_completed,
        concentrated_days.quarter_sequence as concentrated_quarter,
        entry_days.quarter_sequence as entered_quarter,
        exit_days.quarter_sequence as exited_quarter,
        lead(entry_days.quarter_sequence, 1, 9999) over (
            partition by spells.person_id order by spells.entered_on, spells.program_spell_id
        ) as next_entered_quarter
    from {{ ref('program_spells') }} as spells
    inner join days as entry_days on spells.entered_on = entry_days.date_day
    left join days as exit_days on spells.exited_on = exit_days.date_day
    left join days as concentrated_days on spells.concentrated_on = concentrated_days.date_day
),

-- Where a student lives and how the household earns is known from school, and stays so until it is told anew.
homes as (
    select
        person_id,
        region_code,
        household_income_band,
        school_year,
        lead(school_year, 1, 9999) over (partition by person_id order by school_year) as next_school_year
    from {{ ref('dim_person_school_year') }}
),

described as (
    select
        pay_windows.*,
        quarters.calendar_year,
        programs.program_code,
        programs.is_completed,
        coalesce(pay_windows.quarter_sequence >= programs.concentrated_quarter, false) as is_concentrator,
        -- Who leaves before the year after begins leaves for the field learnt, and is paid there all that year.
        coalesce(
            programs.exited_quarter < pay_windows.quarter_sequence + {{ var('comparison_windows')['after'][0] }}, false
        ) as has_left,
        quarters.quarter_sequence - programs.entered_quarter as quarters_since_entry,
        quarters.quarter_sequence - programs.exited_quarter as quarters_since_exit,
        {{ age_at('identities.birth_date', 'quarters.first_day') }} as age,
        persons.sex,
        persons.race_ethnicity,
        homes.household_income_band,
        coalesce(homes.region_code, pay_windows.last_region_code) as region_code
    from pay_windows
    inner join quarters on pay_windows.quarter_sequence = quarters.quarter_sequence
    inner join {{ ref('persons') }} as identities on pay_windows.person_id = identities.person_id
    inner join {{ ref('dim_person') }} as persons on pay_windows.person_id = persons.person_id
    left join homes
        on
            pay_windows.person_id = homes.person_id
            and {{ school_year_of('quarters.first_day') }} >= homes.school_year
            and {{ school_year_of('quarters.first_day') }} < homes.next_school_year
    left join programs
        on
            pay_windows.person_id = programs.person_id
            and pay_windows.quarter_sequence >= programs.entered_quarter
            and pay_windows.quarter_sequence < programs.next_entered_quarter
    where identities.birth_date is not null
)

select
    person_id,
    quarter_sequence,
    cast(calendar_year as integer) as calendar_year,
    pay_after,
    pay_before,
    earlier_pay,
    is_provisional,
    case
        when earlier_pay is null then 'not observed'
        when earlier_pay = 0 then 'no pay'
        else cast({{ band_of('earlier_pay', var('comparison_pay_bands')) }} as string)
    end as earlier_pay_band,
    coalesce(industry_sector, 'unknown') as industry_sector,
    coalesce(program_code, 'none') as program_code,
    case
        when program_code is null then 'none'
        when has_left and is_completed then 'completed'
        when has_left and is_concentrator then 'concentrator, left'
        when has_left then 'enrolled, left'
        when is_concentrator then 'concentrator'
        else 'enrolled'
    end as program_standing,
    cast(
        case
            when program_code is not null and not has_left
                then least(quarters_since_entry, {{ var('comparison_quarters_in_program') }})
        end as integer
    ) as quarters_in_program,
    cast(
        case
            when has_left then least(quarters_since_exit, {{ var('comparison_quarters_since_program') }})
        end as integer
    ) as quarters_since_program,
    age,
    cast({{ band_of('age', var('comparison_ages')['fine']) }} as integer) as age_band,
    cast({{ band_of('age', var('comparison_ages')['broad']) }} as integer) as broad_age_band,
    coalesce(region_code, 'unknown') as region_code,
    coalesce(sex, 'unknown') as sex,
    coalesce(race_ethnicity, 'unknown') as race_ethnicity,
    coalesce(household_income_band, 'unknown') as household_income_band
from described
