-- Takes accounts that followed each other (sold, merged, divided, renumbered) for one continuing employer, so that a
-- change of account doesn't look like a change of job. Links count in both directions and along a chain: of a chain
-- an agency may name only the predecessor on one side and only the successor on the other.
-- Grain: one row per employer (employer_id); who has neither predecessor nor successor continues alone.
{#- Each round passes the least id on to the next account, so that no recursion is needed. A chain may have as many
    links; the test employers_that_follow_each_other_are_one finds a longer one. #}
{%- set rounds = 12 %}

with employer_accounts as (
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

-- Each account is linked to itself as well, and so keeps its own id unless another's is less.
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
    union
    select
        employer_account,
        employer_account as related_account
    from employer_accounts
),

round_0 as (
    select
        employer_account,
        employer_id as continuing_employer_id
    from employer_accounts
),
{%- for number in range(1, rounds + 1) %}

round_{{ number }} as (
    select
        links.employer_account,
        min(reached.continuing_employer_id) as continuing_employer_id
    from links
    inner join round_{{ number - 1 }} as reached on links.related_account = reached.employer_account
    group by links.employer_account
){%- if not loop.last %},{% endif %}
{%- endfor %}

select
    employer_accounts.employer_id,
    continuing.continuing_employer_id
from employer_accounts
inner join round_{{ rounds }} as continuing on employer_accounts.employer_account = continuing.employer_account
