-- Gathers what the publication of a List says of each credential on it (policy 3.A(d), (f)): what it is, which
-- occupation it leads to, where credit is given for it, since when it has been listed, and what changed.
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
        min(list_year) over (partition by credential_code, run) as listed_since_year,
        lag(credential_level) over (partition by credential_code order by list_year) as previous_level
    from runs
),

credentials as (
    select * from {{ ref('dim_credential') }}
),

occupations as (
    select * from {{ ref('dim_occupation') }}
),

coverage as (
    select * from {{ ref('articulation_coverage') }}
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
    coverage.articulation_status,
    coverage.institutions_with_agreement,
    coverage.institution_count,
    coverage.least_credits,
    coverage.most_credits,
    coverage.no_agreement_reason,
    listed.first_list_year,
    listed.listed_since_year,
    case
        when listed.list_number = min(listed.list_number) over () then 'first_list'
        when listed.first_list_year = listed.list_year then 'added'
        when listed.listed_since_year = listed.list_year then 'returned'
        when listed.previous_level <> listed.credential_level then 'level_changed'
        else 'kept'
    end as list_change,
    case when listed.listed_since_year < listed.list_year then listed.previous_level end as previous_level,
    listed.approved_on,
    listed.effective_from,
    listed.effective_to
from listed
inner join credentials on listed.credential_code = credentials.credential_code
left join occupations on credentials.soc_code = occupations.soc_code
left join coverage
    on
        listed.list_year = coverage.list_year
        and listed.credential_code = coverage.credential_code
