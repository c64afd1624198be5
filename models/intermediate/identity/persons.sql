-- One description of each person out of many, for ages and groups downstream and for those who review links. Of a
-- field's values the one that most sources give survives, then most records, then the latest, then the least.
-- Grain: one row per living person (person_id).
with identities as (
    select
        tuple_persons.person_id,
        delivered.*
    from {{ ref('delivered_identities') }} as delivered
    inner join {{ ref('tuple_persons') }} as tuple_persons
        on delivered.identity_tuple_id = tuple_persons.identity_tuple_id
),

field_values as (
    select
        person_id,
        id_space,
        record_count,
        last_seen_on,
        unnest(['birth_date', 'sex', 'first_name', 'middle_name', 'last_name', 'suffix']) as field,
        unnest([cast(birth_date as varchar), sex, first_name, middle_name, last_name, suffix]) as value
    from identities
),

ranked as (
    select
        person_id,
        field,
        value,
        row_number() over (
            partition by person_id, field
            order by count(distinct id_space) desc, sum(record_count) desc, max(last_seen_on) desc, value asc
        ) as value_rank
    from field_values
    where value is not null
    group by person_id, field, value
),

survivors as (
    select
        person_id,
        max(value) filter (where field = 'birth_date') as birth_date,
        max(value) filter (where field = 'sex') as sex,
        max(value) filter (where field = 'first_name') as first_name,
        max(value) filter (where field = 'middle_name') as middle_name,
        max(value) filter (where field = 'last_name') as last_name,
        max(value) filter (where field = 'suffix') as suffix
    from ranked
    where value_rank = 1
    group by person_id
),

seen as (
    select
        person_id,
        count(*) as identity_count,
        cast(sum(record_count) as bigint) as record_count,
        count(distinct id_space) as source_count,
        min(first_seen_on) as first_seen_on,
        max(last_seen_on) as last_seen_on
    from identities
    group by person_id
)

select
    seen.person_id,
    cast(survivors.birth_date as date) as birth_date,
    survivors.sex,
    survivors.first_name,
    survivors.middle_name,
    survivors.last_name,
    survivors.suffix,
    seen.identity_count,
    seen.record_count,
    seen.source_count,
    seen.first_seen_on,
    seen.last_seen_on
from seen
left join survivors on seen.person_id = survivors.person_id
