-- A row here is something in the Council's seeds on credentials and the List that points nowhere, contradicts itself,
-- or asks for what nobody measures: mend the seed that it names.
with criteria as (
    select * from {{ ref('credential_criteria') }}
),

criteria_sets as (
    select * from {{ ref('list_criteria_sets') }}
),

measures as (
    select measure
    from {{ ref('credential_measures') }}
    group by measure
),

calendar as (
    select * from {{ ref('list_calendar') }}
),

kinds as (
    select * from {{ ref('list_finding_kinds') }}
),

exceptions as (
    select * from {{ ref('list_exceptions') }}
),

reachable as (
    select
        criteria_set,
        sum(points) as possible_points
    from (
        select
            criteria_set,
            criterion,
            max(points) as points
        from criteria
        group by criteria_set, criterion
    ) as most
    group by criteria_set
)

select
    'var list_criteria names no set of list_criteria_sets' as problem,
    '{{ var("list_criteria") }}' as what
from criteria_sets
having count(case when criteria_set = '{{ var("list_criteria") }}' then 1 end) = 0
union all
select
    'credential_criteria names a set that list_criteria_sets lacks' as problem,
    criteria.criteria_set || ' ' || criteria.criterion as what
from criteria
left join criteria_sets on criteria.criteria_set = criteria_sets.criteria_set
where criteria_sets.criteria_set is null
union all
select
    'credential_criteria asks for a figure that credential_measures does not give' as problem,
    criteria.criterion || ' ' || criteria.measure as what
from criteria
left join measures on criteria.measure = measures.measure
where measures.measure is null
union all
select
    'a step of credential_criteria compares by neither at_least nor at_most, or takes points away' as problem,
    criteria_set || ' ' || criterion as what
from criteria
where comparison not in ('at_least', 'at_most') or points < 0 or points is null or threshold is null
union all
select
    'steps of one criterion disagree on what they measure' as problem,
    criteria_set || ' ' || criterion as what
from criteria
group by criteria_set, criterion
having count(distinct measure || comparison || theme || is_required) > 1
union all
select
    'list_criteria_sets asks for more points than the criteria can give' as problem,
    criteria_sets.criteria_set as what
from criteria_sets
inner join reachable on criteria_sets.criteria_set = reachable.criteria_set
where criteria_sets.least_points > reachable.possible_points
union all
select
    'the days of a year in list_calendar are out of order' as problem,
    cast(list_year as varchar) as what
from calendar
where
    not (
        petitions_open_on <= petitions_close_on
        and petitions_close_on < review_from
        and review_from <= review_to
        and review_to < approval_due_on
        and approval_due_on <= publication_due_on
        and publication_due_on <= notice_due_on
        and notice_due_on < effective_from
    )
union all
select
    'list_exceptions excepts a finding that is no ground, or gives no reason' as problem,
    exceptions.credential_code || ' ' || exceptions.finding as what
from exceptions
left join kinds on exceptions.finding = kinds.finding and kinds.is_ground
where kinds.finding is null or exceptions.reason is null or exceptions.decided_on is null
{%- for seed, columns in [
    ('list_criteria_sets', ['criteria_set']),
    ('credential_criteria', ['criteria_set', 'criterion', 'threshold']),
    ('list_notice_rules', ['change_kind', 'audience_code']),
    ('list_exceptions', ['credential_code', 'finding']),
] %}
union all
select
    'two lines of {{ seed }} hold for one List year' as problem,
    {{ columns | join(" || ' ' || ") }} as what
from (
    select
        *,
        lead(from_list_year) over (partition by {{ columns | join(', ') }} order by from_list_year) as next_from
    from {{ ref(seed) }}
) as lines
where coalesce(to_list_year, next_from) >= next_from
{%- endfor %}
