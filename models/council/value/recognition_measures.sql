-- Says of each credential whether it is one in the policy's sense (1.A): taken by choice, assessed by a third party,
-- against standards set beforehand, recognized by employers, each told apart; and what it shows mastery of
-- (3.A(c)(iv)).
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

levels as (
    select * from {{ ref('credential_levels') }}
),

known as (
    select
        candidates.list_year,
        candidates.credential_code,
        candidates.weighed_level,
        levels.level_rank,
        credentials.is_third_party_assessed,
        credentials.certifying_entity_name,
        credentials.recognized_by,
        credentials.validity_months,
        reviews.reviewed_on,
        reviews.is_voluntary,
        reviews.standards_name,
        reviews.recognition_scope_code,
        reviews.shows_secondary_mastery,
        reviews.shows_postsecondary_mastery,
        coalesce('review of ' || cast(reviews.reviewed_on as string), 'no review delivered') as review_source
    from candidates
    inner join credentials on candidates.credential_code = credentials.credential_code
    left join reviews
        on candidates.list_year = reviews.list_year and candidates.credential_code = reviews.credential_code
    left join levels on candidates.weighed_level = levels.credential_level
)

{% set measures = [
    {
        'name': 'is_voluntary',
        'figure': one_if('is_voluntary'),
        'source': 'review_source',
        'words': "case when is_voluntary then 'taken by choice' when not is_voluntary then 'not taken by choice' else 'nobody looked' end",
    },
    {
        'name': 'is_third_party_assessed',
        'figure': one_if('is_third_party_assessed'),
        'source': "'catalog of credentials'",
        'words': "case when is_third_party_assessed then 'assessed by ' || certifying_entity_name else 'assessed by whoever teaches it' end",
    },
    {
        'name': 'has_predetermined_standards',
        'figure': 'case when reviewed_on is not null then ' ~ one_if('standards_name is not null') ~ ' end',
        'source': 'review_source',
        'words': "case when reviewed_on is null then 'nobody looked' else coalesce(standards_name, 'no published standards') end",
    },
    {
        'name': 'is_recognized_by_employers',
        'figure': 'case when reviewed_on is not null then ' ~ one_if('recognition_scope_code is not null') ~ ' end',
        'source': 'review_source',
        'words': "case when reviewed_on is null then 'nobody looked' when recognition_scope_code is null then 'no recognition found' else recognition_scope_code || ' recognition' || coalesce(', by ' || recognized_by, '') end",
    },
    {
        'name': 'is_time_limited',
        'figure': one_if('validity_months is not null'),
        'source': "'catalog of credentials'",
        'words': "coalesce('valid for ' || cast(validity_months as string) || ' months', 'never ends')",
    },
    {
        'name': 'level_rank',
        'figure': 'level_rank',
        'source': "'catalog of credentials and approved List'",
        'words': "'level ' || coalesce(weighed_level, 'unknown')",
    },
    {
        'name': 'shows_secondary_mastery',
        'figure': one_if('shows_secondary_mastery'),
        'source': 'review_source',
        'words': "case when shows_secondary_mastery then 'shows mastery of secondary content' when not shows_secondary_mastery then 'does not show mastery of secondary content' else 'nobody looked' end",
    },
    {
        'name': 'shows_postsecondary_mastery',
        'figure': one_if('shows_postsecondary_mastery'),
        'source': 'review_source',
        'words': "case when shows_postsecondary_mastery then 'shows mastery of postsecondary content' when not shows_postsecondary_mastery then 'does not show mastery of postsecondary content' else 'nobody looked' end",
    },
] -%}
{{ measure_rows('known', measures) }}
