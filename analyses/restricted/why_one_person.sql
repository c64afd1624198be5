-- Why are these two records one person, or why are they two? Name them by file and line:
--     dbt show --select why_one_person --limit 20 \
--         --vars '{record_a: k12/students/2025.csv 2, record_b: labor/wage_records/2025Q1.csv 2}'
-- One row per link on the shortest ways from the one to the other, the strongest first at each step, with the rule
-- that named it and what each comparison adds to the prior, in bits; or the pair itself where they are two people. No
-- row: they say the same to the letter, or nothing that brought them together.
-- Restricted: it reads the warehouse file, not what is published.
{%- set records = {'a': var('record_a'), 'b': var('record_b')} %}
with recursive links as (
    select * from {{ ref('links') }}
),

staged as (
    {%- for model in var('staged_person_models') %}
    select
        file_name || ' ' || line_number as record,
        identity_tuple_id
    from {{ ref(model) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

ends as (
    select
        max(identity_tuple_id) filter (where record = '{{ records.a }}') as tuple_a,
        max(identity_tuple_id) filter (where record = '{{ records.b }}') as tuple_b
    from staged
    where record in ('{{ records.a }}', '{{ records.b }}')
),

steps as (
    select
        identity_tuple_id_a as tuple_from,
        identity_tuple_id_b as tuple_to
    from links
    where is_joined
    union all
    select
        identity_tuple_id_b as tuple_from,
        identity_tuple_id_a as tuple_to
    from links
    where is_joined
),
{%- for end in ['a', 'b'] %}

reached_from_{{ end }} as (
    select
        tuple_{{ end }} as identity_tuple_id,
        0 as distance
    from ends
    union
    select
        steps.tuple_to as identity_tuple_id,
        reached_from_{{ end }}.distance + 1 as distance
    from reached_from_{{ end }}
    inner join steps on reached_from_{{ end }}.identity_tuple_id = steps.tuple_from
    where reached_from_{{ end }}.distance < 6
),

from_{{ end }} as (
    select
        identity_tuple_id,
        min(distance) as distance
    from reached_from_{{ end }}
    group by identity_tuple_id
),
{%- endfor %}

shortest as (
    select from_a.distance
    from from_a
    inner join ends on from_a.identity_tuple_id = ends.tuple_b
),

on_the_way as (
    select
        from_a.distance + 1 as step,
        least(steps.tuple_from, steps.tuple_to) as identity_tuple_id_a,
        greatest(steps.tuple_from, steps.tuple_to) as identity_tuple_id_b
    from steps
    inner join from_a on steps.tuple_from = from_a.identity_tuple_id
    inner join from_b on steps.tuple_to = from_b.identity_tuple_id
    inner join shortest on from_a.distance + 1 + from_b.distance = shortest.distance
    union all
    select
        cast(null as integer) as step,
        least(tuple_a, tuple_b) as identity_tuple_id_a,
        greatest(tuple_a, tuple_b) as identity_tuple_id_b
    from ends
    where not exists (select 1 from shortest)
)

select
    on_the_way.step,
    links.is_joined,
    links.rule_name,
    links.veto_name,
    round(links.match_weight, 1) as match_weight,
    round(links.prior_weight, 1) as prior_weight,
    {%- for name in comparisons() %}
    links.{{ name }}_level,
    round(links.{{ name }}_weight, 1) as {{ name }}_weight,
    {%- endfor %}
    links.identity_tuple_id_a,
    links.identity_tuple_id_b
from on_the_way
inner join links
    on
        on_the_way.identity_tuple_id_a = links.identity_tuple_id_a
        and on_the_way.identity_tuple_id_b = links.identity_tuple_id_b
order by on_the_way.step asc, links.match_weight desc, links.identity_tuple_id_a asc, links.identity_tuple_id_b asc
