-- Tells the Lists of all years: which credential was approved from when to when (policy 3.A(d)).
-- Grain: one row per credential on a List (credential_code, list_year).
with list_statuses as (
    select * from {{ ref('list_statuses') }}
)

select
    credential_code,
    list_year,
    credential_level_code as credential_level,
    approved_on,
    effective_from,
    effective_to
from list_statuses
