-- Says which of the Council's Lists is in force on a day (policy 3.A(d)), so that status is always that of the day of
-- the event. A List that is delivered again replaces the whole of its year; where two Lists would overlap the later one
-- takes over on its first day.
-- Grain: one row per List that is in force for a day or more (list_year).
with approved_list as (
    select * from {{ ref('stg_council__approved_list') }}
    where is_accepted
),

deliveries as (
    select
        list_year,
        file_name,
        min(approved_on) as approved_on,
        min(effective_from) as effective_from,
        max(effective_to) as effective_to,
        row_number() over (partition by list_year order by delivered_on desc, file_name desc) as recency
    from approved_list
    group by list_year, file_name, delivered_on
),

lists as (
    select
        list_year,
        file_name,
        approved_on,
        effective_from,
        least(
            effective_to,
            lead(effective_from) over (order by effective_from, list_year) - 1
        ) as effective_to
    from deliveries
    where recency = 1
)

select
    list_year,
    approved_on,
    effective_from,
    effective_to,
    file_name
from lists
where effective_from <= effective_to
