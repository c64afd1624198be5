-- A row here is a rule that refused a row or a file and that seeds/council/business_rules.csv does not know: register
-- it there, so that whoever is refused can read what the rule says and what to do.
select
    refusals.rule_id,
    count(*) as times_named
from {{ ref('refusals_by_rule') }} as refusals
left join {{ ref('business_rules') }} as rules on refusals.rule_id = rules.rule_id
where rules.rule_id is null
group by refusals.rule_id
