-- Reads OEWS, the official wages and employment by area and occupation, from its workbooks' layout.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('labor_market', 'oews') }}
),

read as (
    select
        case area_type
            when '2' then lpad(area_code, 2, '0')
            when '6' then lpad(area_code, 7, '0')
            else area_code
        end as area_code,
        area_title,
        area_type,
        primary_state,
        naics_code,
        industry_group,
        ownership_code,
        occupation_code,
        occupation_title,
        occupation_level,
        {{ figure_and_mark('employment', 'integer') }},
        {{ figure_and_mark('hourly_mean', 'decimal(12, 2)') }},
        {{ figure_and_mark('hourly_p10', 'decimal(12, 2)') }},
        {{ figure_and_mark('hourly_p25', 'decimal(12, 2)') }},
        {{ figure_and_mark('hourly_median', 'decimal(12, 2)') }},
        {{ figure_and_mark('hourly_p75', 'decimal(12, 2)') }},
        {{ figure_and_mark('hourly_p90', 'decimal(12, 2)') }},
        {{ figure_and_mark('annual_mean', 'decimal(12, 2)') }},
        {{ figure_and_mark('annual_p10', 'decimal(12, 2)') }},
        {{ figure_and_mark('annual_p25', 'decimal(12, 2)') }},
        {{ figure_and_mark('annual_median', 'decimal(12, 2)') }},
        {{ figure_and_mark('annual_p75', 'decimal(12, 2)') }},
        {{ figure_and_mark('annual_p90', 'decimal(12, 2)') }},
        {{ delivered_bookkeeping() }}
    from delivered
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                occupation_rule('delivered.occupation_code', "occupation_level = 'detailed'"),
                percentile_rule(),
                top_code_rule()
            ]) }} as refusal_reasons
        )
    from read as delivered
)

select
    area_code,
    area_title,
    area_type,
    primary_state,
    naics_code,
    industry_group,
    ownership_code,
    occupation_code,
    occupation_title,
    occupation_level,
    employment,
    employment_mark,
    hourly_mean,
    hourly_mean_mark,
    hourly_p10,
    hourly_p10_mark,
    hourly_p25,
    hourly_p25_mark,
    hourly_median,
    hourly_median_mark,
    hourly_p75,
    hourly_p75_mark,
    hourly_p90,
    hourly_p90_mark,
    annual_mean,
    annual_mean_mark,
    annual_p10,
    annual_p10_mark,
    annual_p25,
    annual_p25_mark,
    annual_median,
    annual_median_mark,
    annual_p75,
    annual_p75_mark,
    annual_p90,
    annual_p90_mark,
    {{ bookkeeping() }}
from judged
