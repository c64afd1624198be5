-- Reads the national employment projections; employment and openings are in thousands.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('labor_market', 'employment_projections') }}
),

read as (
    select
        occupation_code,
        trim(split_part(occupation_title, '    *', 1)) as occupation_title,
        try_cast(entry_education_code as integer) as entry_education_code,
        try_cast(work_experience_code as integer) as work_experience_code,
        try_cast(training_code as integer) as training_code,
        {{ figure_and_mark('base_employment', 'decimal(12, 1)') }},
        {{ figure_and_mark('projected_employment', 'decimal(12, 1)') }},
        {{ figure_and_mark('employment_change', 'decimal(12, 1)') }},
        {{ figure_and_mark('employment_percent_change', 'decimal(12, 1)') }},
        {{ figure_and_mark('annual_openings', 'decimal(12, 1)') }},
        {{ figure_and_mark('annual_median', 'decimal(12, 2)') }},
        {{ delivered_bookkeeping() }}
    from delivered
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                occupation_rule('delivered.occupation_code')
            ]) }} as refusal_reasons
        )
    from read as delivered
)

select
    occupation_code,
    occupation_title,
    entry_education_code,
    work_experience_code,
    training_code,
    base_employment,
    base_employment_mark,
    projected_employment,
    projected_employment_mark,
    employment_change,
    employment_change_mark,
    employment_percent_change,
    employment_percent_change_mark,
    annual_openings,
    annual_openings_mark,
    annual_median,
    annual_median_mark,
    {{ bookkeeping() }}
from judged
