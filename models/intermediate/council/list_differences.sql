-- Tells each List from the one in force before it (policy 3.A(d)): what was added, removed, replaced by its successor,
-- moved to another level, or ended before its List did.
-- Grain: one row per List year and credential that changed (list_year, credential_code).
with statuses as (
    select * from {{ ref('list_statuses') }}
),

catalog as (
    {{ latest_rows('stg_council__credentials', ['credential_code']) }}
),

lists as (
    select
        list_year,
        effective_from,
        effective_to,
        lag(list_year) over (order by effective_from) as prior_list_year
    from {{ ref('list_years') }}
),

pairs as (
    select
        lists.list_year,
        lists.prior_list_year,
        statuses.credential_code
    from lists
    inner join statuses on statuses.list_year in (lists.list_year, lists.prior_list_year)
    where lists.prior_list_year is not null
    group by lists.list_year, lists.prior_list_year, statuses.credential_code
),

compared as (
    select
        pairs.list_year,
        pairs.prior_list_year,
        pairs.credential_code,
        catalog.superseded_by_code,
        earlier.credential_level_code as level_before,
        later.credential_level_code as level_after,
        case
            when earlier.credential_code is null then 'added'
            when later.credential_code is null and successors.credential_code is not null then 'replaced'
            when later.credential_code is null then 'removed'
            when later.effective_to < lists.effective_to then 'ended_early'
            when coalesce(earlier.credential_level_code, '') <> coalesce(later.credential_level_code, '')
                then 'moved_level'
        end as change_kind
    from pairs
    inner join lists on pairs.list_year = lists.list_year
    left join statuses as earlier
        on pairs.prior_list_year = earlier.list_year and pairs.credential_code = earlier.credential_code
    left join statuses as later
        on pairs.list_year = later.list_year and pairs.credential_code = later.credential_code
    left join catalog on pairs.credential_code = catalog.credential_code
    left join statuses as successors
        on pairs.list_year = successors.list_year and catalog.superseded_by_code = successors.credential_code
)

select
    list_year,
    credential_code,
    prior_list_year,
    change_kind,
    level_before,
    level_after,
    case when change_kind = 'replaced' then superseded_by_code end as replaced_by_code
from compared
where change_kind is not null
