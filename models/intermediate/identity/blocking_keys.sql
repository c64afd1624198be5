{{ config(materialized='view') }}

-- What a description has to have in common with another to be compared with it. A key that very many share is a
-- placeholder or a very common name, and finds nothing that another key would not.
-- Grain: one row per description and blocking key that it shares with others (identity_number, blocking_key).
with identities as (
    select * from {{ ref('linkable_identities') }}
),

rules as (
    select * from {{ ref('blocking_rules') }}
),

keys as (
    {%- for rule_name, columns in blocking_rules().items() %}
    select
        identity_number,
        {{ hash_number(["'" ~ rule_name ~ "'"] + columns) }} as blocking_key,
        (
            select rules.largest_block
            from rules
            where rules.blocking_rule = '{{ rule_name }}'
        ) as largest_block
    from identities
    where {{ columns | join(' is not null and ') }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

blocks as (
    select blocking_key
    from keys
    group by blocking_key
    having count(*) between 2 and max(largest_block)
)

select
    keys.identity_number,
    keys.blocking_key
from keys
inner join blocks on keys.blocking_key = blocks.blocking_key
