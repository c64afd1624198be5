-- A row here is a pair of accounts of which one followed the other, taken for two employers: a chain of takeovers is
-- longer than intermediate.continuing_employers follows, so raise `rounds` there.
with employers as (
    {{ latest_rows('stg_labor__employers', ['employer_account']) }}
),

continuing as (
    select
        accounts.employer_account,
        continuing_employers.continuing_employer_id
    from {{ ref('employer_accounts') }} as accounts
    inner join {{ ref('continuing_employers') }} as continuing_employers
        on accounts.employer_id = continuing_employers.employer_id
)

select
    employers.employer_account,
    related.employer_account as related_account
from employers
inner join continuing on employers.employer_account = continuing.employer_account
inner join continuing as related
    on
        employers.successor_account = related.employer_account
        or employers.predecessor_account = related.employer_account
where continuing.continuing_employer_id <> related.continuing_employer_id
