-- Says what is known of each employer account year by year, mergers and renames included.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('labor', 'employers') }}
)

select
    employer_account,
    fein,
    legal_name,
    naics_code,
    county_code,
    predecessor_account,
    successor_account,
    opened_on,
    closed_on,
    {{ bookkeeping() }}
from delivered
