-- Says which programs lead to or align with which credentials (policy 4.B(a)), and when.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'aligned_programs') }}
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                crosswalk_rule()
            ]) }} as refusal_reasons
        )
    from delivered
)

select
    credential_code,
    program_code,
    aligned_from,
    aligned_to,
    {{ bookkeeping() }}
from judged
