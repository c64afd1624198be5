-- The first hundred thousand ids: all different, of one form, and without a trace of the order in which they are issued
-- (as many steps go up as down, and neighbours begin differently).
with ids as (
    select
        issued.number,
        {{ opaque_id("P", "issued.number") }} as person_id
    from range(1, 100001) as issued (number)
),

neighbours as (
    select
        person_id,
        person_id > lag(person_id) over (order by number) as is_up,
        left(person_id, 3) = left(lag(person_id) over (order by number), 3) as begins_alike
    from ids
)

select
    count(distinct person_id) as distinct_ids,
    avg(cast(is_up as integer)) as share_up,
    avg(cast(begins_alike as integer)) as share_alike
from neighbours
having
    count(distinct person_id) <> count(*)
    or bool_or(not regexp_matches(person_id, '^P[0-9A-HJKMNP-TV-Z]{8}$'))
    or avg(cast(is_up as integer)) not between 0.49 and 0.51
    or avg(cast(begins_alike as integer)) > 0.005
