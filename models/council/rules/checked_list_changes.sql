-- Says of every change to the List whether the notice that it needs was given.
-- Grain: one row per List year and credential that changed (list_year, credential_code).
with changes as (
    select * from {{ ref('list_changes') }}
)

select
    list_year,
    credential_code,
    case
        when change_kind in ('removed', 'replaced', 'ended_early') then not is_notice_given
    end as removal_without_notice
from changes
