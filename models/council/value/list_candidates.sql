-- Names the credentials that are weighed for each List: those offered on the day on which it takes effect, and those
-- that the Council listed. Years are those of the Council's calendar from the first on which the criteria apply, so
-- that next year's List can be weighed before it is approved.
-- Grain: one row per List year and credential (list_year, credential_code).
with list_calendar as (
    select * from {{ ref('list_calendar') }}
),

criteria_sets as (
    select * from {{ ref('list_criteria_sets') }}
    where criteria_set = '{{ var("list_criteria") }}'
),

credentials as (
    select * from {{ ref('dim_credential') }}
),

listed as (
    select * from {{ ref('dim_credential_list_status') }}
)

select
    list_calendar.list_year,
    credentials.credential_code,
    credentials.soc_code,
    listed.credential_code is not null as is_listed,
    listed.credential_level as listed_level,
    coalesce(listed.credential_level, credentials.credential_level) as weighed_level,
    list_calendar.effective_from,
    list_calendar.review_to,
    list_calendar.evidence_year,
    list_calendar.priority_year
from list_calendar
inner join criteria_sets
    on
        list_calendar.list_year between criteria_sets.from_list_year
        and coalesce(criteria_sets.to_list_year, list_calendar.list_year)
cross join credentials
left join listed
    on list_calendar.list_year = listed.list_year and credentials.credential_code = listed.credential_code
where
    listed.credential_code is not null
    or list_calendar.effective_from between credentials.offered_from
    and coalesce(credentials.offered_until, list_calendar.effective_from)
