-- Reads which occupations each instructional program leads to.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('labor_market', 'cip_soc_crosswalk') }}
),

read as (
    select
        {{ code_without_formula('cip_code') }} as cip_code,
        cip_title,
        nullif({{ code_without_formula('occupation_code') }}, '99-9999') as occupation_code,
        occupation_title,
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
    cip_code,
    cip_title,
    occupation_code,
    occupation_title,
    {{ bookkeeping() }}
from judged
