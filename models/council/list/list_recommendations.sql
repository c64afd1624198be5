-- Says which credentials the criteria recommend for each List, and why (policy 3.A(c)). It stands beside the approved
-- List and never changes it: the Council decides. Where what is unknown could turn the answer, there is none.
-- Grain: one row per List year and credential (list_year, credential_code).
with scorecards as (
    select * from {{ ref('credential_scorecards') }}
),

candidates as (
    select * from {{ ref('list_candidates') }}
),

required as (
    select
        list_year,
        credential_code,
        nullif({{ joined_texts(
            "case when outcome = 'not_met' then statement || ' Not met: ' || words || '.' end", 'criterion', ' '
        ) }}, '') as unmet,
        nullif({{ joined_texts(
            "case when outcome = 'undetermined' then statement || ' Nobody can tell: ' || words || '.' end",
            'criterion',
            ' '
        ) }}, '') as undetermined
    from {{ ref('credential_evidence') }}
    where is_required
    group by list_year, credential_code
)

select
    scorecards.list_year,
    scorecards.credential_code,
    scorecards.criteria_set,
    case
        when scorecards.required_unmet_count > 0 then false
        when scorecards.points + scorecards.undetermined_points < scorecards.least_points then false
        when scorecards.required_undetermined_count > 0 or scorecards.points < scorecards.least_points then null
        else true
    end as is_recommended,
    candidates.is_listed,
    scorecards.points,
    scorecards.least_points,
    scorecards.undetermined_points,
    concat_ws(
        ' ',
        cast(scorecards.points as string) || ' of ' || cast(scorecards.possible_points as string) || ' points, '
        || cast(scorecards.least_points as string) || ' needed'
        || case
            when scorecards.undetermined_points > 0
                then '; ' || cast(scorecards.undetermined_points as string) || ' that nobody can tell'
            else ''
        end
        || '.',
        required.unmet,
        required.undetermined
    ) as reasons
from scorecards
inner join candidates
    on scorecards.list_year = candidates.list_year and scorecards.credential_code = candidates.credential_code
left join required
    on scorecards.list_year = required.list_year and scorecards.credential_code = required.credential_code
