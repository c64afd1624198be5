-- What people decided of the doubtful, in terms of what is compared now: a decision whose descriptions are delivered no
-- more waits until they are again.
-- Grain: one row per pair of descriptions that somebody decided (identity_number_a < identity_number_b).
with identities as (
    select
        identity_tuple_id,
        identity_number
    from {{ ref('linkable_identities') }}
),

decisions as (
    select
        identity_tuple_id_a,
        identity_tuple_id_b,
        'must_link' as decision
    from {{ ref('must_links') }}
    union all
    select
        identity_tuple_id_a,
        identity_tuple_id_b,
        'cannot_link' as decision
    from {{ ref('cannot_links') }}
)

select
    least(a.identity_number, b.identity_number) as identity_number_a,
    greatest(a.identity_number, b.identity_number) as identity_number_b,
    -- Where decisions contradict each other, people stay apart.
    min(decisions.decision) as decision
from decisions
inner join identities as a on decisions.identity_tuple_id_a = a.identity_tuple_id
inner join identities as b on decisions.identity_tuple_id_b = b.identity_tuple_id
where a.identity_number <> b.identity_number
group by all
