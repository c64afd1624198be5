-- Counts a person once in a file that says the same of them on many rows, so that match rates need not read every row
-- of every source again for each way to slice them.
-- Grain: one row per delivered file and person (file_name, person_id).
with staged as (
    {{ union_staged(var('staged_person_models'), ['file_name', 'identity_tuple_id', 'is_accepted']) }}
),

tuple_persons as (
    select * from {{ ref('tuple_persons') }}
)

select
    staged.file_name,
    tuple_persons.person_id,
    staged.agency,
    staged.extract,
    count(*) as record_count
from staged
inner join tuple_persons on staged.identity_tuple_id = tuple_persons.identity_tuple_id
where staged.is_accepted
group by staged.file_name, tuple_persons.person_id, staged.agency, staged.extract
