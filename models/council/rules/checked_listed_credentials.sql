-- Says of every credential on an approved List whether the Council's grounds for listing stand behind it, or an
-- exception that the Council recorded. Where nobody can tell a ground, or the List is older than the criteria, the rule
-- doesn't speak.
-- Grain: one row per credential on a List (list_year, credential_code).
with listed as (
    select * from {{ ref('dim_credential_list_status') }}
),

findings as (
    select
        list_year,
        credential_code,
        bool_or(is_ground and not is_excepted) as lacks_a_ground,
        bool_or(is_unknown) as is_unknown
    from {{ ref('list_findings') }}
    where is_listed
    group by list_year, credential_code
),

weighed as (
    select * from {{ ref('credential_scorecards') }}
)

select
    listed.list_year,
    listed.credential_code,
    case
        when findings.lacks_a_ground then true
        when findings.is_unknown or weighed.list_year is null then null
        else false
    end as listed_without_grounds
from listed
left join findings
    on listed.list_year = findings.list_year and listed.credential_code = findings.credential_code
left join weighed
    on listed.list_year = weighed.list_year and listed.credential_code = weighed.credential_code
