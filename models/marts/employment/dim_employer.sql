-- Describes employers by industry, place and what became of them, without name, account or tax number
-- (20 CFR 603.4 protects employers as it does people).
-- Grain: one row per employer (employer_id).
with employer_accounts as (
    select * from {{ ref('employer_accounts') }}
),

employers as (
    {{ latest_rows('stg_labor__employers', ['employer_account']) }}
),

industries as (
    select * from {{ ref('industries') }}
),

counties as (
    select * from {{ ref('counties') }}
)

select
    employer_accounts.employer_id,
    predecessors.employer_id as predecessor_employer_id,
    successors.employer_id as successor_employer_id,
    employers.naics_code,
    employers.county_code,
    counties.region_code,
    industries.naics_sector_title as industry_sector,
    {{ calendar_quarter_of('employers.opened_on') }} as opened_quarter,
    {{ calendar_quarter_of('employers.closed_on') }} as closed_quarter
from employer_accounts
left join employers on employer_accounts.employer_account = employers.employer_account
left join employer_accounts as predecessors on employers.predecessor_account = predecessors.employer_account
left join employer_accounts as successors on employers.successor_account = successors.employer_account
left join industries on employers.naics_code = industries.naics_code
left join counties on employers.county_code = counties.county_code
