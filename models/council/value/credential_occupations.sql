-- Ties credentials to the occupations that they lead to (policy 3.A(c)(iii)).
-- Grain: one row per credential and occupation (credential_code, occupation_code).
with credentials as (
    select * from {{ ref('dim_credential') }}
    where soc_code is not null
),

occupations as (
    select * from {{ ref('dim_occupation') }}
)

select
    credentials.credential_code,
    credentials.soc_code as occupation_code,
    occupations.occupation_title
from credentials
left join occupations on credentials.soc_code = occupations.soc_code
