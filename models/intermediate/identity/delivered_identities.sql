-- Every source says the same thing about the same person again and again (a wage file each quarter): linking works on
-- what was said, not on how often, and its result fans out to the rows.
-- Grain: one row per distinct description of a person (identity_tuple_id) in accepted rows.
with staged as (
    {{ union_identities() }}
),

gathered as (
    select
        identity_tuple_id,
        -- Equal ids mean equal structs, so any is the one.
        any_value(identity) as identity,
        count(*) as record_count,
        min(delivered_on) as first_seen_on,
        max(delivered_on) as last_seen_on
    from staged
    group by identity_tuple_id
)

select
    identity_tuple_id,
    {{ identity_columns() }},
    record_count,
    first_seen_on,
    last_seen_on
from gathered
