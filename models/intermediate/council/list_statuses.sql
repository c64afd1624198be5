-- Says from when to when each credential stood on the approved List, at which level. Days of one credential never
-- overlap, so that joining an event by its day finds one status or none.
-- Grain: one row per credential on a List (credential_code, list_year).
with approved_list as (
    select
        *,
        row_number() over (partition by list_year, file_name, credential_code order by line_number desc) as recency
    from {{ ref('stg_council__approved_list') }}
    where is_accepted
),

list_years as (
    select * from {{ ref('list_years') }}
),

statuses as (
    select
        approved_list.credential_code,
        list_years.list_year,
        approved_list.credential_level_code,
        approved_list.approved_on,
        greatest(approved_list.effective_from, list_years.effective_from) as effective_from,
        least(approved_list.effective_to, list_years.effective_to) as effective_to
    from approved_list
    inner join list_years
        on
            approved_list.list_year = list_years.list_year
            and approved_list.file_name = list_years.file_name
    where approved_list.recency = 1
)

select * from statuses
where effective_from <= effective_to
