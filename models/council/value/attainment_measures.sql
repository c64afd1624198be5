-- Says what a credential asks of a candidate that may stand in a student's way (policy 3.A(c)(iii)): age, hours,
-- experience, fee, and another credential first. What the catalog leaves empty is not asked for.
-- Grain: one row per List year, credential and measure (list_year, credential_code, measure).
with candidates as (
    select * from {{ ref('list_candidates') }}
),

credentials as (
    select * from {{ ref('dim_credential') }}
),

reviews as (
    {{ latest_rows('stg_council__credential_reviews', ['list_year', 'credential_code']) }}
),

asked as (
    select
        candidates.list_year,
        candidates.credential_code,
        credentials.prerequisite_credential_code,
        coalesce(credentials.minimum_age, 0) as minimum_age,
        coalesce(credentials.fee, 0) as fee,
        case when reviews.reviewed_on is not null then coalesce(reviews.minimum_hours, 0) end as minimum_hours,
        case
            when reviews.reviewed_on is not null then coalesce(reviews.minimum_experience_years, 0)
        end as minimum_experience_years,
        coalesce('review of ' || cast(reviews.reviewed_on as string), 'no review delivered') as review_source
    from candidates
    inner join credentials on candidates.credential_code = credentials.credential_code
    left join reviews
        on candidates.list_year = reviews.list_year and candidates.credential_code = reviews.credential_code
)

{% set measures = [
    {
        'name': 'minimum_age',
        'figure': 'minimum_age',
        'source': "'catalog of credentials'",
        'words': "case when minimum_age = 0 then 'no least age' else 'least age ' || cast(minimum_age as string) end",
    },
    {
        'name': 'minimum_hours',
        'figure': 'minimum_hours',
        'source': 'review_source',
        'words': "coalesce(cast(minimum_hours as string) || ' hours asked for', 'nobody looked')",
    },
    {
        'name': 'minimum_experience_years',
        'figure': 'minimum_experience_years',
        'source': 'review_source',
        'words': "coalesce(cast(minimum_experience_years as string) || ' years of experience asked for', 'nobody looked')",
    },
    {
        'name': 'fee',
        'figure': 'fee',
        'source': "'catalog of credentials'",
        'words': "'fee of ' || cast(fee as string) || ' dollars'",
    },
    {
        'name': 'prerequisites',
        'figure': one_if('prerequisite_credential_code is not null'),
        'source': "'catalog of credentials'",
        'words': "coalesce(prerequisite_credential_code || ' must be held first', 'no credential must be held first')",
    },
] -%}
{{ measure_rows('asked', measures) }}
