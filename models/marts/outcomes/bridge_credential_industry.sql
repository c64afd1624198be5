-- Ties credentials to the industries that the Council takes for related to their occupation, since wage records name
-- an employer's industry and nobody's occupation. A credential without a row is one whose industries nobody mapped:
-- whether work is related to it isn't known.
-- Grain: one row per credential and industry (credential_code, naics_code).
with credentials as (
    select * from {{ ref('dim_credential') }}
),

industries as (
    select * from {{ ref('dim_industry') }}
),

occupation_industries as (
    select * from {{ ref('occupation_industries') }}
)

-- A prefix of two digits and one of four may both name an industry.
select distinct
    credentials.credential_code,
    industries.naics_code
from credentials
inner join occupation_industries on credentials.soc_code = occupation_industries.soc_code
inner join industries
    on left(industries.naics_code, length(occupation_industries.naics_prefix)) = occupation_industries.naics_prefix
