-- Reads how much preparation each occupation of O*NET asks for.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('labor_market', 'job_zones') }}
),

read as (
    select
        onet_code,
        left(onet_code, 7) as occupation_code,
        occupation_title,
        try_cast(job_zone as integer) as job_zone,
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
    onet_code,
    occupation_code,
    occupation_title,
    job_zone,
    {{ bookkeeping() }}
from judged
