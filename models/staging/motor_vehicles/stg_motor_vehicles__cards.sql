-- Bridges students, who come without an SSN, to wage records, which come without a birth date: cards carry both,
-- and earlier names and addresses of the same holder.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('motor_vehicles', 'cards') }}
),

coded as (
    select
        card_number,
        card_type_code,
        {{ standard_code('motor_vehicles', 'card_type', 'card_type_code') }} as card_type,
        ssn,
        last_name,
        first_name,
        middle_name,
        suffix,
        birth_date,
        sex_code,
        {{ standard_code('motor_vehicles', 'sex', 'sex_code') }} as sex,
        street,
        city,
        zip,
        issued_on,
        {{ bookkeeping() }}
    from delivered
)

select
    *,
    {{ identity_struct(
        id_space='motor_vehicles',
        native_id='card_number',
        ssn='ssn',
        last_name='last_name',
        first_name='first_name',
        middle_name='middle_name',
        suffix='suffix',
        birth_date='birth_date',
        sex='sex',
        street='street',
        city='city',
        zip='zip'
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from coded
