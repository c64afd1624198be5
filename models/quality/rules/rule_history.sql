-- Keeps the results of every run, in the file state/rule_history.duckdb, which outlives the warehouse file and every
-- full refresh. A run is named by its deliveries and code; the same run again takes its own rows' place and no others'.
-- Grain: one row per run, rule, stage and slice (run_id, rule_id, stage, slice_kind, slice).
{{ config(
    database='rule_history',
    schema=none,
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='run_id',
    full_refresh=false,
    on_schema_change='fail',
    contract={'enforced': true}
) }}

with results as (
    select * from {{ ref('rule_results') }}
),

run as (
    select * from {{ ref('registry_run') }}
),

deliveries as (
    select max(delivered_on) as latest_delivery_on
    from {{ ref('deliveries') }}
)

select
    results.run_id,
    results.rule_id,
    results.stage,
    results.slice_kind,
    results.slice,
    results.rule_version,
    run.run_number,
    deliveries.latest_delivery_on,
    results.rows_checked,
    results.rows_failing,
    results.failing_share,
    results.tolerance,
    results.verdict
from results
cross join run
cross join deliveries
