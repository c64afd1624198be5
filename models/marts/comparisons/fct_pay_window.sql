-- Sums each person's pay of the year before and the year after every quarter, so that whoever earned a credential in a
-- quarter can be held against whoever did not (policy 4.A(b)). The quarters next to the reference are left out: people
-- train when work is scarce, and a dip that would have passed anyway must not look like a gain.
-- Grain: one row per person and reference quarter (person_id, quarter_sequence) around which both years are covered by
-- wage files, and with enough quarters of pay in the year after.
{%- set windows = var('comparison_windows') %}
{%- set least = var('comparison_paid_quarters') %}

with loaded_quarters as (
    select * from {{ ref('loaded_quarters') }}
),

-- Pay before the lawful age of work, whose is_employed is empty, isn't taken for the person's.
employment as (
    select * from {{ ref('fct_employment_quarter') }}
    where is_employed is not null
),

persons as (
    select distinct person_id from employment
),

panel as (
    select
        persons.person_id,
        loaded_quarters.quarter_sequence,
        loaded_quarters.is_provisional,
        employment.real_wages,
        employment.main_naics_code,
        employment.main_region_code
    from persons
    cross join loaded_quarters
    left join employment
        on persons.person_id = employment.person_id and loaded_quarters.quarter_sequence = employment.quarter_sequence
),

windows as (
    select
        person_id,
        quarter_sequence,
        {%- for name in ['earlier', 'before', 'after'] %}
        count(*) over {{ name }}_year as quarters_{{ name }},
        count(real_wages) over {{ name }}_year as paid_quarters_{{ name }},
        sum(real_wages) over {{ name }}_year as wages_{{ name }},
        {%- endfor %}
        bool_or(is_provisional) over after_year as is_provisional,
        {{ last_known('main_naics_code') }} over history as last_naics_code,
        {{ last_known('main_region_code') }} over history as last_region_code
    from panel
    window
        {%- for name in ['earlier', 'before', 'after'] %}
        {{ name }}_year as (
            partition by person_id order by quarter_sequence
            range between {{ quarter_offset(windows[name][0]) }} and {{ quarter_offset(windows[name][1]) }}
        ),
        {%- endfor %}
        history as (
            partition by person_id order by quarter_sequence
            range between {{ quarter_offset(windows['earlier'][0]) }} and {{ quarter_offset(-1) }}
        )
)

select
    person_id,
    quarter_sequence,
    cast(round(wages_after * 4 / paid_quarters_after, 2) as decimal(12, 2)) as pay_after,
    case
        when paid_quarters_before >= {{ least }}
            then cast(round(wages_before * 4 / paid_quarters_before, 2) as decimal(12, 2))
    end as pay_before,
    case
        when quarters_earlier = {{ windows['earlier'][1] - windows['earlier'][0] + 1 }}
            then cast(round(coalesce(wages_earlier * 4 / nullif(paid_quarters_earlier, 0), 0), 2) as decimal(12, 2))
    end as earlier_pay,
    left(last_naics_code, 2) as industry_sector,
    last_region_code,
    coalesce(is_provisional, false) as is_provisional
from windows
where
    quarters_before = {{ windows['before'][1] - windows['before'][0] + 1 }}
    and quarters_after = {{ windows['after'][1] - windows['after'][0] + 1 }}
    and paid_quarters_after >= {{ least }}
