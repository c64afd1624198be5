-- Employer accounts that have no id yet, with the next numbers of the registry, in the order of the account's hash, so
-- that the order tells nothing. Accounts come from the employers' file and from wage records that it lacks.
-- Grain: one row per employer account that is new to the registry (employer_account).
with accounts as (
    select employer_account from {{ ref('stg_labor__employers') }}
    where is_accepted
    union
    select employer_account from {{ ref('stg_labor__wage_records') }}
    where is_accepted
),

registry as (
    select * from {{ employer_registry_before() }}
),

numbered as (
    select
        employer_account,
        row_number() over (order by md5(employer_account))
        + (select coalesce(max(registry.employer_number), 0) from registry) as employer_number
    from accounts
    where employer_account not in (select registry.employer_account from registry)
)

select
    numbered.employer_account,
    numbered.employer_number,
    {{ opaque_id('E', 'numbered.employer_number') }} as employer_id,
    run.run_id
from numbered
cross join {{ ref('registry_run') }} as run
