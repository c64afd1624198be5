-- Names this run by what went into it, never by the clock: the deliveries' checksums and the code's.
-- Grain: one row, this run (run_id).
with deliveries as (
    select * from {{ ref('stg_admission__deliveries') }}
    where status = 'admitted'
),

registry as (
    select * from {{ person_registry_before() }}
)

select
    md5(
        coalesce(string_agg(file_name || ' ' || sha256, ' ' order by file_name), '') || '{{ code_checksum() }}'
    ) as run_id,
    -- The run's place in the registry's history, should it add to it.
    cast((select coalesce(max(registry.run_number), 0) + 1 from registry) as integer) as run_number
from deliveries
