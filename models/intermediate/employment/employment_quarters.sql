-- Nets the wage records that stand into one sum a person, employer and quarter; with pay above zero the person was
-- employed there (policy 4.A(b)).
-- Grain: one row per person, employer and quarter (person_id, employer_id, calendar_quarter).
with wage_reports as (
    select * from {{ ref('wage_reports') }}
    where set_aside_reason is null
),

persons as (
    select * from {{ ref('persons') }}
),

bases as (
    select
        person_id,
        employer_id,
        quarter_starts_on,
        wages as base_wages,
        record_type_code = 'R' as is_restated,
        extensions
    from wage_reports
    where not is_adjustment
),

adjustments as (
    select
        person_id,
        employer_id,
        quarter_starts_on,
        sum(wages) as adjustments
    from wage_reports
    where is_adjustment
    group by person_id, employer_id, quarter_starts_on
)

select
    bases.person_id,
    bases.employer_id,
    {{ calendar_quarter_of('bases.quarter_starts_on') }} as calendar_quarter,
    bases.quarter_starts_on,
    {{ age_at('persons.birth_date', 'bases.quarter_starts_on') }} as age_at_quarter_start,
    cast(bases.base_wages + coalesce(adjustments.adjustments, 0) as decimal(12, 2)) as wages,
    cast(coalesce(adjustments.adjustments, 0) as decimal(12, 2)) as adjustments,
    bases.is_restated,
    bases.extensions
from bases
left join adjustments
    on
        bases.person_id = adjustments.person_id
        and bases.employer_id = adjustments.employer_id
        and bases.quarter_starts_on = adjustments.quarter_starts_on
left join persons on bases.person_id = persons.person_id
