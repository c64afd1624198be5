-- A cannot-link is never inside a cluster. A must-link always is, unless a cannot-link stands between the two clusters.
with decisions as (
    select
        'must_link' as decision,
        identity_tuple_id_a,
        identity_tuple_id_b
    from {{ ref('must_links') }}
    union all
    select
        'cannot_link' as decision,
        identity_tuple_id_a,
        identity_tuple_id_b
    from {{ ref('cannot_links') }}
),

clustered as (
    select
        decisions.*,
        least(a.cluster_id, b.cluster_id) as cluster_id_a,
        greatest(a.cluster_id, b.cluster_id) as cluster_id_b
    from decisions
    inner join {{ ref('clusters') }} as a on decisions.identity_tuple_id_a = a.identity_tuple_id
    inner join {{ ref('clusters') }} as b on decisions.identity_tuple_id_b = b.identity_tuple_id
    where decisions.identity_tuple_id_a <> decisions.identity_tuple_id_b
),

judged as (
    select
        *,
        cluster_id_a = cluster_id_b as is_joined,
        bool_or(decision = 'cannot_link') over (partition by cluster_id_a, cluster_id_b) as is_forbidden
    from clustered
)

select
    decision,
    identity_tuple_id_a,
    identity_tuple_id_b
from judged
where
    (decision = 'cannot_link' and is_joined)
    or (decision = 'must_link' and not is_joined and not is_forbidden)
