-- Evidence that one person held before this run and another holds now, where a record moved with it: the other's
-- cluster has a description that the other did not hold. Without one, a number or a name has only become the other's
-- alone, and nobody has become anybody else.
-- Grain: one row per person who held it and person who holds it now (person_id, other_person_id).
with shares as (
    select * from {{ ref('registry_overlaps') }}
),

persons as (
    select * from {{ ref('cluster_persons') }}
),

evidence as (
    select * from {{ ref('cluster_evidence') }}
),

moved as (
    select
        shares.person_id,
        persons.person_id as other_person_id,
        persons.person_number as other_person_number,
        shares.cluster_number,
        shares.current_weight,
        shares.own_weight
    from shares
    inner join persons on shares.cluster_number = persons.cluster_number
    where shares.current_weight > 0 and shares.person_id <> persons.person_id
),

descriptions as (
    select
        cluster_number,
        count(*) as identity_count
    from evidence
    where evidence_kind = 'identity_tuple' and cluster_number in (select moved.cluster_number from moved)
    group by cluster_number
)

select
    moved.person_id,
    moved.other_person_id,
    moved.other_person_number,
    moved.current_weight,
    moved.own_weight
from moved
inner join descriptions on moved.cluster_number = descriptions.cluster_number
left join shares as held_before
    on moved.cluster_number = held_before.cluster_number and moved.other_person_id = held_before.person_id
where descriptions.identity_count > coalesce(held_before.identity_count, 0)
