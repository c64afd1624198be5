-- Says of every accepted row of the approved Lists which of the Council's rules it breaks. The row stays as it was
-- delivered: the List is the Council's decision, and where it contradicts itself the Council mends it.
-- Grain: one row per accepted row of an approved List (file_name, line_number).
with approved_list as (
    select * from {{ ref('stg_council__approved_list') }}
    where is_accepted
),

lists as (
    select
        list_year,
        min(effective_from) as effective_from
    from approved_list
    group by list_year
)

select
    approved_list.file_name,
    approved_list.line_number,
    approved_list.approved_on > approved_list.effective_from
    or exists (
        select 1
        from lists
        where
            lists.list_year <> approved_list.list_year
            and lists.effective_from between approved_list.effective_from and approved_list.effective_to
    ) as list_unapproved
from approved_list
