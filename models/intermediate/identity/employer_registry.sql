-- The registry of employers, in the file state/registry.duckdb: which account got which id, and in which run. Like the
-- registry of persons it outlives the warehouse file and every full refresh.
-- Grain: one row per employer account (employer_account).
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
    select * from {{ ref('registry_employer_changes') }}
)

select
    employer_account,
    employer_number,
    employer_id,
    run_id
from changes
{% if is_incremental() %}
where employer_account not in (select registry.employer_account from {{ this }} as registry)
{% endif %}
