{{ config(materialized='view') }}

-- What a description has to have in common with another to be compared with it. A key that very many share is a
-- placeholder or a very common name, and finds nothing that another key would not.
-- Grain: one row per description and blocking key that it shares with others (identity_number, blocking_key).
-- The descriptions are read where they are needed: an import that many steps read would be copied first.
with rules as (
    select * from {{ ref('blocking_rules') }}
)

{%- for rule_name, columns in blocking_rules().items() %},

{{ rule_name }}_keys as (
    select
        identity_number,
        {{ hash_number(["'" ~ rule_name ~ "'"] + columns) }} as blocking_key
    from {{ ref('linkable_identities') }}
    where {{ columns | join(' is not null and ') }} is not null
),

{{ rule_name }}_blocks as (
    select blocking_key
    from {{ rule_name }}_keys
    group by blocking_key
    having
        count(*) between 2 and (
            select rules.largest_block
            from rules
            where rules.blocking_rule = '{{ rule_name }}'
        )
)
{%- endfor %}

{% for rule_name in blocking_rules() %}
select
    keys.identity_number,
    keys.blocking_key
from {{ rule_name }}_keys as keys
inner join {{ rule_name }}_blocks as blocks on keys.blocking_key = blocks.blocking_key
{%- if not loop.last %}
union all
{% endif %}
{%- endfor %}
