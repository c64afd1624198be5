-- Names this run by what went into it, never by the clock: the deliveries' checksums and the code's. Its date is that
-- of its latest delivery.
-- Grain: one row, this run (run_id).
with deliveries as (
    select * from {{ ref('stg_admission__deliveries') }}
    where status = 'admitted'
),

registry as (
    select
        coalesce(max(run_number), 0) as last_run_number,
        coalesce(max(person_number), 0) as last_person_number
    from {{ person_registry_before() }}
),

run as (
    select
        md5(
            coalesce(string_agg(file_name || ' ' || sha256, ' ' order by file_name), '') || '{{ code_checksum() }}'
        ) as run_id,
        max(delivered_on) as run_date
    from deliveries
)

select
    run.run_id,
    -- The run's place in the registry's history, should it add to it.
    cast(registry.last_run_number + 1 as integer) as run_number,
    run.run_date,
    registry.last_person_number
from run
cross join registry
