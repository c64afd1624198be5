-- Says which school years the agencies' yearly enrollment files cover, so that who began no college or training is told
-- from who can't be seen yet. A file covers its whole year, also the days after its last term.
-- Grain: one row per sector and school year with a file in force (sector, school_year).
select distinct
    case agency when 'higher_ed' then 'postsecondary' else 'workforce' end as sector,
    try_cast(period as integer) as school_year
from {{ ref('stg_admission__deliveries') }}
where
    (
        (agency = 'higher_ed' and extract = 'term_enrollments')
        or (agency = 'workforce' and extract = 'training_enrollments')
    )
    and status = 'admitted'
    and not is_superseded
    and try_cast(period as integer) is not null
