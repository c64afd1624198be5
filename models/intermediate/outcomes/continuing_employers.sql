-- Takes accounts that followed each other (sold, merged, divided, renumbered) for one continuing employer, so that a
-- change of account doesn't look like a change of job. Links count in both directions and at any length: of a chain
-- an agency may name only the predecessor on one side and only the successor on the other.
-- Grain: one row per employer (employer_id); who has neither predecessor nor successor continues alone.
with recursive employer_accounts as (
    select * from {{ ref('employer_accounts') }}
),

employers as (
    {{ latest_rows('stg_labor__employers', ['employer_account']) }}
),

followed as (
    select
        employers.employer_account,
        related.employer_account as related_account
    from employers
    inner join employers as related
        on
            employers.successor_account = related.employer_account
            or employers.predecessor_account = related.employer_account
),

links as (
    select
        employer_account,
        related_account
    from followed
    union
    select
        related_account as employer_account,
        employer_account as related_account
    from followed
),

-- `union` drops what was reached before, so that accounts that name each other end it.
reached as (
    select
        employer_account,
        related_account
    from links
    union
    select
        reached.employer_account,
        links.related_account
    from reached
    inner join links on reached.related_account = links.employer_account
)

select
    employer_accounts.employer_id,
    coalesce(
        least(employer_accounts.employer_id, min(related.employer_id)),
        employer_accounts.employer_id
    ) as continuing_employer_id
from employer_accounts
left join reached on employer_accounts.employer_account = reached.employer_account
left join employer_accounts as related on reached.related_account = related.employer_account
group by employer_accounts.employer_id
