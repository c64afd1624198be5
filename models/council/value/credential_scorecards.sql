-- Adds up what each credential scores for each List (policy 3.A(c)); every point stands in credential_evidence.
-- Grain: one row per List year and credential (list_year, credential_code).
with evidence as (
    select * from {{ ref('credential_evidence') }}
),

measures as (
    select * from {{ ref('credential_measures') }}
),

criteria_sets as (
    select * from {{ ref('list_criteria_sets') }}
),

-- The policy's definition holds whatever the criteria ask for.
definitions as (
    select
        list_year,
        credential_code,
        min(figure) = 1 and count(figure) = count(*) as has_every_mark,
        min(figure) = 0 as lacks_a_mark
    from measures
    where
        measure in (
            'is_voluntary', 'is_third_party_assessed', 'has_predetermined_standards', 'is_recognized_by_employers'
        )
    group by list_year, credential_code
),

added_up as (
    select
        list_year,
        credential_code,
        criteria_set,
        sum(points) as points,
        sum(possible_points) as possible_points,
        sum(case when outcome = 'undetermined' then possible_points else 0 end) as undetermined_points,
        sum(case when theme = 'employer_demand' then points end) as employer_points,
        sum(case when theme = 'employer_demand' and outcome = 'undetermined' then possible_points else 0 end)
            as employer_undetermined_points,
        count(case when is_required then 1 end) as required_count,
        count(case when is_required and outcome = 'not_met' then 1 end) as required_unmet_count,
        count(case when is_required and outcome = 'undetermined' then 1 end) as required_undetermined_count
    from evidence
    group by list_year, credential_code, criteria_set
)

select
    added_up.list_year,
    added_up.credential_code,
    added_up.criteria_set,
    cast(added_up.points as decimal(9, 2)) as points,
    cast(added_up.possible_points as decimal(9, 2)) as possible_points,
    cast(added_up.undetermined_points as decimal(9, 2)) as undetermined_points,
    cast(criteria_sets.least_points as decimal(9, 2)) as least_points,
    cast(added_up.employer_points as decimal(9, 2)) as employer_points,
    cast(added_up.employer_undetermined_points as decimal(9, 2)) as employer_undetermined_points,
    added_up.required_count,
    added_up.required_unmet_count,
    added_up.required_undetermined_count,
    case
        when definitions.lacks_a_mark then false
        when definitions.has_every_mark then true
    end as is_industry_recognized
from added_up
inner join definitions
    on added_up.list_year = definitions.list_year and added_up.credential_code = definitions.credential_code
inner join criteria_sets
    on
        added_up.criteria_set = criteria_sets.criteria_set
        and added_up.list_year between criteria_sets.from_list_year
        and coalesce(criteria_sets.to_list_year, added_up.list_year)
