-- Reads a state's own employment projections; employment and openings are whole jobs.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('labor_market', 'state_projections') }}
),

read as (
    select
        lpad(state_code, 2, '0') as state_code,
        occupation_code,
        occupation_title,
        {{ figure_and_mark('base_employment', 'decimal(12, 1)') }},
        {{ figure_and_mark('projected_employment', 'decimal(12, 1)') }},
        {{ figure_and_mark('annual_openings', 'decimal(12, 1)') }},
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
    state_code,
    occupation_code,
    occupation_title,
    base_employment,
    base_employment_mark,
    projected_employment,
    projected_employment_mark,
    annual_openings,
    annual_openings_mark,
    {{ bookkeeping() }}
from judged
