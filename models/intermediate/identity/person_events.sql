-- What became of ids, in the file state/registry.duckdb beside the registry of persons and as lasting as it: merges,
-- splits, restores and follows, dated by the deliveries. Written before the registry of persons, which alone makes a
-- run count: what a run leaves here that is cut short between the two, the next run takes away.
-- Grain: one row per kind, pair of persons and run (event_kind, person_id, other_person_id, run_number).
{{ config(
    database='registry',
    schema=none,
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    on_schema_change='fail',
    contract={'enforced': true},
    pre_hook="{{ forget_unfinished_events() }}"
) }}

with events as (
    select * from {{ ref('registry_events') }}
),

registry as (
    select coalesce(max(run_number), 0) as last_run_number from {{ person_registry_before() }}
)

select
    events.event_kind,
    events.person_id,
    events.other_person_id,
    events.run_number,
    events.run_id,
    events.run_date
from events
-- Written once, however often this model runs on the same events.
inner join registry on events.run_number > registry.last_run_number
