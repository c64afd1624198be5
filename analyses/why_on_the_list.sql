-- Why is a credential on the List of a year, or not? The Council's decision, what the criteria recommend, and each row
-- of evidence behind it, down to the figures of its occupation, by var explain_list_year and var explain_credential.
-- Policy 3.A(c).
with recommendations as (
    select * from {{ mart('list_recommendations') }}
    where list_year = {{ var('explain_list_year') }} and credential_code = '{{ var("explain_credential") }}'
),

evidence as (
    select * from {{ mart('credential_evidence') }}
),

findings as (
    select * from {{ mart('list_findings') }}
),

-- The classes of its occupation by the Council's method of the year, with the figures behind them.
occupation as (
    select
        evidence.*,
        priorities.is_priority
    from recommendations
    inner join {{ mart('list_candidates') }} as candidates
        on
            recommendations.list_year = candidates.list_year
            and recommendations.credential_code = candidates.credential_code
    inner join {{ mart('priority_occupations') }} as priorities
        on candidates.priority_year = priorities.priority_year and candidates.soc_code = priorities.occupation_code
    inner join {{ mart('occupation_evidence') }} as evidence
        on
            priorities.priority_year = evidence.priority_year
            and priorities.region_id = evidence.region_id
            and priorities.occupation_code = evidence.occupation_code
            and priorities.method_name = evidence.method_name
)

select
    1 as part,
    'decision' as kind,
    'the approved List' as item,
    case when is_listed then 'on the List' else 'not on the List' end as outcome,
    cast(null as decimal(9, 2)) as points,
    cast(null as decimal(9, 2)) as possible_points,
    cast(null as decimal(14, 4)) as figure,
    cast(null as decimal(14, 4)) as threshold,
    'the Council' as source,
    '' as words
from recommendations
union all
select
    2 as part,
    'recommendation' as kind,
    criteria_set as item,
    case
        when is_recommended then 'recommended'
        when not is_recommended then 'not recommended'
        else 'undetermined'
    end as outcome,
    points,
    cast(null as decimal(9, 2)) as possible_points,
    points as figure,
    least_points as threshold,
    'council.list_recommendations' as source,
    reasons as words
from recommendations
union all
select
    3 as part,
    evidence.theme as kind,
    evidence.criterion as item,
    evidence.outcome,
    evidence.points,
    evidence.possible_points,
    evidence.figure,
    evidence.threshold,
    evidence.source,
    evidence.statement || ' ' || evidence.words as words
from recommendations
inner join evidence
    on recommendations.list_year = evidence.list_year and recommendations.credential_code = evidence.credential_code
union all
select
    4 as part,
    'occupation in ' || region_id || case
        when is_priority then ': priority'
        when not is_priority then ': no priority'
        else ': undetermined'
    end as kind,
    dimension || ' ' || class || ' ' || alternative || ' ' || criterion as item,
    outcome,
    cast(null as decimal(9, 2)) as points,
    cast(null as decimal(9, 2)) as possible_points,
    cast(figure as decimal(14, 4)) as figure,
    cast(threshold as decimal(14, 4)) as threshold,
    source,
    words
from occupation
union all
select
    5 as part,
    'finding' as kind,
    findings.finding as item,
    case when findings.is_excepted then 'excepted' else 'open' end as outcome,
    cast(null as decimal(9, 2)) as points,
    cast(null as decimal(9, 2)) as possible_points,
    cast(null as decimal(14, 4)) as figure,
    cast(null as decimal(14, 4)) as threshold,
    'policy ' || findings.policy_clause as source,
    findings.statement || coalesce(' ' || findings.exception_reason, '') as words
from recommendations
inner join findings
    on recommendations.list_year = findings.list_year and recommendations.credential_code = findings.credential_code
order by part, kind, item
