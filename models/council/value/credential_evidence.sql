-- Holds every figure against the Council's criteria (seeds/council/credential_criteria.csv): what a credential scores
-- under each criterion, and why. Of a criterion's steps the best that is met counts. A figure that is missing, or that
-- rests on fewer observations than the criterion asks for, leaves the outcome undetermined, never unmet.
-- Grain: one row per List year, credential and criterion (list_year, credential_code, criterion), under the set of
-- criteria in var list_criteria.
with candidates as (
    select * from {{ ref('list_candidates') }}
),

measures as (
    select * from {{ ref('credential_measures') }}
),

criteria as (
    select * from {{ ref('credential_criteria') }}
    where criteria_set = '{{ var("list_criteria") }}'
),

held as (
    select
        candidates.list_year,
        candidates.credential_code,
        criteria.criteria_set,
        criteria.criterion,
        criteria.theme,
        criteria.measure,
        criteria.comparison,
        criteria.threshold,
        criteria.points,
        criteria.is_required,
        criteria.statement,
        measures.figure,
        measures.basis,
        measures.source,
        measures.words,
        measures.figure is not null and coalesce(measures.basis, 0) >= coalesce(criteria.least_basis, 0) as is_known,
        case
            when criteria.comparison = 'at_least' then measures.figure >= criteria.threshold
            else measures.figure <= criteria.threshold
        end as is_reached
    from candidates
    inner join criteria
        on
            candidates.list_year between criteria.from_list_year
            and coalesce(criteria.to_list_year, candidates.list_year)
    left join measures
        on
            candidates.list_year = measures.list_year
            and candidates.credential_code = measures.credential_code
            and criteria.measure = measures.measure
),

-- The step that speaks for a criterion: the best one that is met, else the easiest one.
ranked as (
    select
        *,
        max(points) over (partition by list_year, credential_code, criterion) as possible_points,
        row_number() over (
            partition by list_year, credential_code, criterion
            order by
                case when is_known and is_reached then 0 else 1 end asc,
                case when is_known and is_reached then -points else points end asc,
                threshold asc
        ) as step_rank
    from held
)

select
    cast(list_year as integer) as list_year,
    credential_code,
    criterion,
    criteria_set,
    theme,
    measure,
    figure,
    comparison,
    cast(threshold as decimal(14, 4)) as threshold,
    basis,
    case when not is_known then 'undetermined' when is_reached then 'met' else 'not_met' end as outcome,
    cast(case when is_known and is_reached then points else 0 end as decimal(9, 2)) as points,
    cast(possible_points as decimal(9, 2)) as possible_points,
    is_required,
    statement,
    coalesce(source, 'nothing delivered') as source,
    coalesce(words, 'nothing is known') as words
from ranked
where step_rank = 1
