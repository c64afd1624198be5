-- Describes districts, schools, colleges and training providers, and where they lie.
-- Grain: one row per institution (institution_code).
with institutions as (
    {{ latest_rows('stg_council__institutions', ['institution_code']) }}
),

counties as (
    select * from {{ ref('counties') }}
)

select
    institutions.institution_code,
    institutions.district_code,
    institutions.county_code,
    counties.region_code,
    institutions.institution_name,
    institutions.institution_type_code as institution_type,
    counties.county_name,
    institutions.opened_on,
    institutions.closed_on
from institutions
left join counties on institutions.county_code = counties.county_code
