-- Finds what the policy asks to be published, submitted or answered and was not by the as-of date (3.A(e)-(f), 5).
-- Grain: one row per finding and entry of the register (finding, entry).
with lists as (
    select
        list_year,
        min(effective_from) as effective_from
    from {{ ref('dim_credential_list_status') }}
    group by list_year
    having min(effective_from) <= cast('{{ var("as_of_date") }}' as date)
),

members as (
    select * from {{ ref('state_agencies') }}
    where is_member
),

publications as (
    select * from {{ ref('publications') }}
    where published_on <= cast('{{ var("as_of_date") }}' as date)
),

-- Before the first entry the register was not kept.
kept_since as (
    select min(publication_year) as first_year from publications
),

expected as (
    select
        lists.list_year,
        members.agency_id,
        members.agency_name
    from lists
    inner join kept_since on lists.list_year >= kept_since.first_year
    cross join members
),

submissions as (
    select * from {{ ref('report_submissions') }}
),

requests as (
    select * from {{ ref('report_requests') }}
)

select
    'list_not_published' as finding,
    expected.agency_id || ':' || expected.list_year as entry,
    '3.A(f)' as policy_clause,
    expected.agency_name || ' has not published the List of ' || expected.list_year || '.' as says
from expected
left join publications
    on
        expected.list_year = publications.publication_year
        and expected.agency_id = publications.published_by
        and publications.kind = 'list'
where publications.publication_id is null
union all
select
    'articulation_not_published' as finding,
    cast(lists.list_year as varchar) as entry,
    '3.A(e)' as policy_clause,
    'The agreements of ' || lists.list_year || ' have not been published.' as says
from lists
inner join kept_since on lists.list_year >= kept_since.first_year
left join publications
    on lists.list_year = publications.publication_year and publications.kind = 'articulation'
where publications.publication_id is null
union all
select
    'report_late' as finding,
    report_year || ':' || recipient as entry,
    '5.A' as policy_clause,
    'The report of ' || report_year || ' was due to the ' || recipient || ' by ' || due_on || '.' as says
from submissions
where
    due_on < coalesce(submitted_on, cast('{{ var("as_of_date") }}' as date))
union all
select
    'request_open' as finding,
    request_id as entry,
    '5.A(h)' as policy_clause,
    'Asked by the ' || requested_by || ' for the report of ' || report_year || ': ' || item || '.' as says
from requests
where answered_on is null
