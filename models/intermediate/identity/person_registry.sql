-- The registry of persons, in the file state/registry.duckdb: whose evidence was whose, run by run, back to the first
-- issue of every id. It outlives the warehouse file and every full refresh; a row, once written, stands.
-- Grain: one row per piece of evidence and run in which it came to a person (evidence_key, run_number).
-- depends_on: {{ ref('person_events') }}
{{ config(
    database='registry',
    schema=none,
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    on_schema_change='fail',
    contract={'enforced': true}
) }}

with changes as (
    select * from {{ ref('registry_changes') }}
)

select
    evidence_key,
    run_number,
    evidence_kind,
    person_number,
    person_id,
    run_id
from changes
{% if is_incremental() %}
-- A run's rows come all at once, and once, however often this model runs on the same changes.
where run_number > (select coalesce(max(registry.run_number), 0) from {{ this }} as registry)
{% endif %}
