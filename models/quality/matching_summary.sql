-- The size of matching at a glance: whom it knows, what it joined, and what waits for a decision by people.
-- Grain: one row, this build (run_id).
with run as (
    select run_id from {{ ref('registry_run') }}
),

persons as (
    select
        count(*) as person_count,
        count(case when source_count > 1 then 1 end) as matched_person_count,
        coalesce(sum(identity_count), 0) as identity_count,
        coalesce(sum(record_count), 0) as record_count
    from {{ ref('persons') }}
),

links as (
    select
        count(*) as link_count,
        count(case when is_joined then 1 end) as joined_link_count
    from {{ ref('links') }}
),

queued as (
    select
        identity_tuple_id_a,
        identity_tuple_id_b
    from {{ ref('clerical_queue') }}
),

queued_identities as (
    select identity_tuple_id_a as identity_tuple_id from queued
    union all
    select identity_tuple_id_b as identity_tuple_id from queued
),

queued_persons as (
    select count(distinct tuple_persons.person_id) as queued_person_count
    from queued_identities
    inner join {{ ref('tuple_persons') }} as tuple_persons
        on queued_identities.identity_tuple_id = tuple_persons.identity_tuple_id
)

select
    run.run_id,
    cast(persons.record_count as bigint) as record_count,
    cast(persons.identity_count as bigint) as identity_count,
    persons.person_count,
    persons.matched_person_count,
    links.link_count,
    links.joined_link_count,
    (select count(*) from queued) as queued_pair_count,
    queued_persons.queued_person_count
from run
cross join persons
cross join links
cross join queued_persons
