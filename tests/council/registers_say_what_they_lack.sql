-- A row here is a place where the Council's registers fall short of the policy and nobody has said so: a vacant seat,
-- an entity without a data-sharing agreement, a List that an agency has not published. The Council's office mends it or
-- states it in seeds/council/registers/stated_gaps.csv with the reason and the next step. So does a gap that was stated
-- and is no more: take it out.
{{ config(severity='warn') }}
select
    finding,
    entry,
    says
from {{ ref('register_findings') }}
where not is_stated
union all
select
    stated.finding,
    stated.entry,
    'stated, but no longer found' as says
from {{ ref('stated_gaps') }} as stated
left join {{ ref('register_findings') }} as findings
    on stated.finding = findings.finding and stated.entry = findings.entry
where findings.finding is null and stated.stated_on <= cast('{{ var("as_of_date") }}' as date)
