-- Nobody is lost between what was delivered and the persons: each distinct description has one.
select delivered.identity_tuple_id
from {{ ref('delivered_identities') }} as delivered
left join {{ ref('tuple_persons') }} as tuple_persons
    on delivered.identity_tuple_id = tuple_persons.identity_tuple_id
where tuple_persons.person_id is null
