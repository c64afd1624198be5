-- Holds each approved List against the Council's calendar and against the List before: whether it came in time, and
-- whether it is substantially the same (policy 3.A(d)), as the calendar's share of changes says.
-- Grain: one row per List in force for a day or more (list_year).
with lists as (
    select
        list_year,
        approved_on,
        effective_from,
        lag(list_year) over (order by effective_from) as prior_list_year
    from {{ ref('list_years') }}
),

sizes as (
    select
        list_year,
        count(*) as credential_count
    from {{ ref('dim_credential_list_status') }}
    group by list_year
),

differences as (
    select
        list_year,
        count(case when change_kind = 'added' then 1 end) as added_count,
        count(case when change_kind in ('removed', 'replaced') then 1 end) as removed_count,
        count(case when change_kind in ('moved_level', 'ended_early') then 1 end) as changed_count,
        count(*) as difference_count
    from {{ ref('list_differences') }}
    group by list_year
),

calendar as (
    select * from {{ ref('list_calendar') }}
),

measured as (
    select
        lists.list_year,
        lists.prior_list_year,
        lists.approved_on,
        lists.effective_from,
        calendar.approval_due_on,
        calendar.notice_due_on,
        calendar.substantial_change_share,
        sizes.credential_count,
        coalesce(differences.added_count, 0) as added_count,
        coalesce(differences.removed_count, 0) as removed_count,
        coalesce(differences.changed_count, 0) as changed_count,
        case
            when lists.prior_list_year is not null
                then coalesce(differences.difference_count, 0) / prior_sizes.credential_count
        end as changed_share
    from lists
    inner join sizes on lists.list_year = sizes.list_year
    left join sizes as prior_sizes on lists.prior_list_year = prior_sizes.list_year
    left join differences on lists.list_year = differences.list_year
    left join calendar on lists.list_year = calendar.list_year
)

select
    list_year,
    prior_list_year,
    approved_on,
    approval_due_on,
    approved_on <= approval_due_on as is_approved_in_time,
    effective_from,
    notice_due_on,
    credential_count,
    added_count,
    removed_count,
    changed_count,
    cast(changed_share as decimal(9, 6)) as changed_share,
    changed_share < substantial_change_share as is_substantially_same
from measured
