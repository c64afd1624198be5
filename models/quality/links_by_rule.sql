-- Says what holds people together: how many links each rule made and how many rest on scores alone.
-- Grain: one row per rule (rule_name), the links made by score in one row of their own.
with links as (
    select * from {{ ref('links') }}
),

tuple_persons as (
    select * from {{ ref('tuple_persons') }}
)

select
    coalesce(links.rule_name, 'score') as rule_name,
    count(*) as link_count,
    count(case when links.is_joined then 1 end) as joined_link_count,
    count(distinct case when links.is_joined then tuple_persons.person_id end) as person_count
from links
inner join tuple_persons on links.identity_tuple_id_a = tuple_persons.identity_tuple_id
group by coalesce(links.rule_name, 'score')
