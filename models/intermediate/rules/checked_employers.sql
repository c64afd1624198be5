-- Says of every account of an employer as delivered whether its industry is known.
-- Grain: one row per accepted row of the employers extract (file_name, line_number).
with employers as (
    select * from {{ ref('stg_labor__employers') }}
    where is_accepted
),

industries as (
    select * from {{ ref('industries') }}
)

select
    employers.file_name,
    employers.line_number,
    case when employers.naics_code is not null then industries.naics_code is null end as industry_unknown
from employers
left join industries on employers.naics_code = industries.naics_code
