-- A row here is a credential on a List that was weighed, and a criterion in force that year under which it has no
-- evidence, or a scorecard whose points its evidence doesn't give.
with listed as (
    select * from {{ ref('list_candidates') }}
    where is_listed
),

criteria as (
    select distinct
        criterion,
        from_list_year,
        to_list_year
    from {{ ref('credential_criteria') }}
    where criteria_set = '{{ var("list_criteria") }}'
),

evidence as (
    select * from {{ ref('credential_evidence') }}
),

totals as (
    select
        list_year,
        credential_code,
        sum(points) as points
    from evidence
    group by list_year, credential_code
)

select
    listed.list_year,
    listed.credential_code,
    criteria.criterion
from listed
inner join criteria
    on listed.list_year between criteria.from_list_year and coalesce(criteria.to_list_year, listed.list_year)
left join evidence
    on
        listed.list_year = evidence.list_year
        and listed.credential_code = evidence.credential_code
        and criteria.criterion = evidence.criterion
where evidence.criterion is null or evidence.source is null or evidence.words is null
union all
select
    scorecards.list_year,
    scorecards.credential_code,
    'points' as criterion
from {{ ref('credential_scorecards') }} as scorecards
left join totals
    on scorecards.list_year = totals.list_year and scorecards.credential_code = totals.credential_code
where totals.points is distinct from scorecards.points
