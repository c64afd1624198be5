-- Lists where the Council's registers fall short of the policy on the as-of date, and which of it the Council has
-- stated, with the reason and the next step: what is left is what somebody must look at.
-- Grain: one row per finding and entry of a register (finding, entry).
with findings as (
    {%- for register in ['membership', 'data', 'publication'] %}
    select
        '{{ register }}' as register,
        finding,
        entry,
        policy_clause,
        says
    from {{ ref(register ~ '_findings') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

stated as (
    select * from {{ ref('stated_gaps') }}
    where stated_on <= cast('{{ var("as_of_date") }}' as date)
)

select
    findings.finding,
    findings.entry,
    findings.register,
    findings.policy_clause,
    findings.says,
    stated.finding is not null as is_stated,
    stated.stated_on,
    stated.reason,
    stated.next_step
from findings
left join stated on findings.finding = stated.finding and findings.entry = stated.entry
