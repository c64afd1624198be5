-- Holds the approved List against the evidence and names what doesn't fit (policy 3.A(a)-(e)): findings for the Council
-- to read, none of which changes the List. Which findings take a listed credential's grounds away is said in
-- seeds/council/list_finding_kinds.csv; what the Council excepted keeps its finding, with the Council's reason.
-- Grain: one row per List year, credential and finding (list_year, credential_code, finding).
{% set findings = [
    'without_priority_occupation',
    'priority_unknown',
    'without_employer_validation',
    'employer_validation_unknown',
    'without_type_or_level',
    'not_industry_recognized',
    'not_reviewed',
    'without_articulation',
    'without_approved_program',
    'programs_lead_elsewhere',
    'withdrawn',
    'level_differs_from_catalog',
    'not_recommended',
    'recommended_not_listed',
    'requested_undecided',
    'approved_late',
] -%}
with candidates as (
    select * from {{ ref('list_candidates') }}
),

scorecards as (
    select * from {{ ref('credential_scorecards') }}
),

recommendations as (
    select * from {{ ref('list_recommendations') }}
),

figures as (
    select
        list_year,
        credential_code,
        max(case when measure = 'priority_regions' then figure end) as priority_regions,
        max(case when measure = 'aligned_programs' then figure end) as aligned_programs,
        max(case when measure = 'programs_leading_to_occupation' then figure end) as leading_programs,
        max(case when measure = 'is_voluntary' then figure end) as is_voluntary
    from {{ ref('credential_measures') }}
    group by list_year, credential_code
),

open_requests as (
    select
        list_year,
        credential_code
    from {{ ref('submissions') }}
    where not is_decided_before_approval
    group by list_year, credential_code
),

judged as (
    select
        candidates.list_year,
        candidates.credential_code,
        candidates.is_listed,
        figures.priority_regions = 0 as without_priority_occupation,
        figures.priority_regions is null as priority_unknown,
        scorecards.employer_points = 0 and scorecards.employer_undetermined_points = 0 as without_employer_validation,
        scorecards.employer_points = 0 and scorecards.employer_undetermined_points > 0 as employer_validation_unknown,
        types.credential_type is null or levels.credential_level is null as without_type_or_level,
        not scorecards.is_industry_recognized as not_industry_recognized,
        figures.is_voluntary is null as not_reviewed,
        coverage.articulation_status = 'undecided' as without_articulation,
        figures.aligned_programs = 0 as without_approved_program,
        figures.aligned_programs > 0 and figures.leading_programs = 0 as programs_lead_elsewhere,
        coalesce(credentials.offered_until < candidates.effective_from, false) as withdrawn,
        candidates.listed_level <> credentials.credential_level as level_differs_from_catalog,
        not recommendations.is_recommended as not_recommended,
        recommendations.is_recommended as recommended_not_listed,
        open_requests.credential_code is not null as requested_undecided,
        not versions.is_approved_in_time as approved_late
    from candidates
    inner join {{ ref('dim_credential') }} as credentials on candidates.credential_code = credentials.credential_code
    inner join {{ ref('list_versions') }} as versions on candidates.list_year = versions.list_year
    inner join figures
        on candidates.list_year = figures.list_year and candidates.credential_code = figures.credential_code
    inner join scorecards
        on candidates.list_year = scorecards.list_year and candidates.credential_code = scorecards.credential_code
    inner join recommendations
        on
            candidates.list_year = recommendations.list_year
            and candidates.credential_code = recommendations.credential_code
    left join {{ ref('articulation_coverage') }} as coverage
        on candidates.list_year = coverage.list_year and candidates.credential_code = coverage.credential_code
    left join open_requests
        on candidates.list_year = open_requests.list_year and candidates.credential_code = open_requests.credential_code
    left join {{ ref('credential_types') }} as types on credentials.credential_type = types.credential_type
    left join {{ ref('credential_levels') }} as levels on candidates.weighed_level = levels.credential_level
),

found as (
    {%- for finding in findings %}
    select
        list_year,
        credential_code,
        is_listed,
        '{{ finding }}' as finding
    from judged
    where {{ finding }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    found.list_year,
    found.credential_code,
    found.finding,
    found.is_listed,
    kinds.is_ground,
    kinds.is_unknown,
    exceptions.credential_code is not null as is_excepted,
    exceptions.reason as exception_reason,
    kinds.policy_clause,
    kinds.statement,
    kinds.what_to_do
from found
left join {{ ref('list_finding_kinds') }} as kinds on found.finding = kinds.finding
left join {{ ref('list_exceptions') }} as exceptions
    on
        found.credential_code = exceptions.credential_code
        and found.finding = exceptions.finding
        and found.list_year between exceptions.from_list_year and coalesce(exceptions.to_list_year, found.list_year)
-- A finding without a line in the seed stays, and the contract refuses it.
where kinds.finding is null or kinds.speaks_of = 'any' or (kinds.speaks_of = 'listed') = found.is_listed
