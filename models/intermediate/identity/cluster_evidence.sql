-- What a cluster is known by from one run to the next. Descriptions change when an agency corrects a record; the
-- number that the agency gave, a Social Security number, or name and birth date outlive that. Hashed, to be keys only.
-- Grain: one row per piece of evidence (evidence_key) that points to one cluster; what points to two proves nothing.
with clusters as (
    select * from {{ ref('clusters') }}
),

numbered as (
    select * from {{ ref('registry_clusters') }}
),

identities as (
    select * from {{ ref('linkable_identities') }}
),

clustered as (
    select
        numbered.cluster_number,
        identities.identity_tuple_id,
        identities.id_space || ' ' || identities.native_id as native_id,
        case when not identities.is_ssn_shared then identities.ssn end as ssn,
        identities.last_name || ' ' || identities.first_name || ' ' || identities.birth_date as name_and_birth_date
    from clusters
    inner join numbered on clusters.cluster_id = numbered.cluster_id
    inner join identities on clusters.identity_tuple_id = identities.identity_tuple_id
)

select
    md5('identity_tuple ' || identity_tuple_id) as evidence_key,
    'identity_tuple' as evidence_kind,
    cluster_number
from clustered
{% for kind in ['native_id', 'ssn', 'name_and_birth_date'] %}
union all
select
    md5('{{ kind }} ' || {{ kind }}) as evidence_key,
    '{{ kind }}' as evidence_kind,
    min(cluster_number) as cluster_number
from clustered
where {{ kind }} is not null
group by {{ kind }}
having min(cluster_number) = max(cluster_number)
{% endfor %}
