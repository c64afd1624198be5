-- Gathers what the publication of a List says of each credential on it (policy 3.A(d), (f)): what it is, which
-- occupation it leads to and how that is classed, where credit is given for it, since when it has been listed, and what
-- changed.
-- Grain: one row per List and credential on it (list_year, credential_code).
with list_statuses as (
    select
        *,
        dense_rank() over (order by list_year) as list_number
    from {{ ref('dim_credential_list_status') }}
),

-- Lists without a break between them have one difference of the List's number and the credential's own.
runs as (
    select
        *,
        list_number - row_number() over (partition by credential_code order by list_year) as run
    from list_statuses
),

listed as (
    select
        *,
        min(list_year) over (partition by credential_code) as first_list_year,
        min(list_year) over (partition by credential_code, run) as listed_since_year
    from runs
),

credentials as (
    select * from {{ ref('dim_credential') }}
),

occupations as (
    select * from {{ ref('dim_occupation') }}
),

classes as (
    select
        list_calendar.list_year,
        classed.occupation_code,
        classed.demand_class,
        classed.skill_class,
        classed.wage_class,
        classed.is_priority
    from {{ ref('list_calendar') }} as list_calendar
    inner join {{ ref('priority_occupations') }} as classed on list_calendar.priority_year = classed.priority_year
    inner join {{ ref('regions') }} as regions on classed.region_id = regions.region_code
    where regions.is_statewide
),

coverage as (
    select * from {{ ref('articulation_coverage') }}
),

changes as (
    select * from {{ ref('list_changes') }}
)

select
    listed.list_year,
    listed.credential_code,
    credentials.soc_code,
    credentials.credential_name,
    credentials.certifying_entity_code,
    credentials.certifying_entity_name,
    credentials.credential_type,
    coalesce(listed.credential_level, credentials.credential_level) as credential_level,
    credentials.career_cluster,
    occupations.occupation_title,
    classes.demand_class,
    classes.skill_class,
    classes.wage_class,
    classes.is_priority,
    coverage.articulation_status,
    coverage.institutions_with_agreement,
    coverage.institution_count,
    coverage.least_credits,
    coverage.most_credits,
    coverage.no_agreement_reason,
    listed.first_list_year,
    listed.listed_since_year,
    changes.change_kind,
    listed.approved_on,
    listed.effective_from,
    listed.effective_to
from listed
inner join credentials on listed.credential_code = credentials.credential_code
left join occupations on credentials.soc_code = occupations.soc_code
left join classes on listed.list_year = classes.list_year and credentials.soc_code = classes.occupation_code
left join coverage on listed.list_year = coverage.list_year and listed.credential_code = coverage.credential_code
left join changes on listed.list_year = changes.list_year and listed.credential_code = changes.credential_code
