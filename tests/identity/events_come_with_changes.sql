-- A run counts once its changes stand in the registry of persons. Events of a run without a change would be taken away
-- by the next.
with changes as (
    select count(*) as change_count from {{ ref('registry_changes') }}
)

select events.*
from {{ ref('registry_events') }} as events
inner join changes on changes.change_count = 0
