-- The join from an employer account to the pseudonymous employer: accounts and names stay on this side of it.
-- Grain: one row per employer account ever delivered (employer_account).
with registry as (
    select * from {{ ref('employer_registry') }}
)

select
    employer_account,
    employer_id
from registry
