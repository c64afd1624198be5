-- Says who was served by which funding stream in which spell, with the SSN and the address that tie participants
-- to other agencies.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('workforce', 'participants') }}
),

coded as (
    select
        participant_id,
        ssn,
        last_name,
        first_name,
        middle_name,
        birth_date,
        sex_code,
        {{ standard_code('workforce', 'sex', 'sex_code') }} as sex,
        race_ethnicity_code,
        {{ standard_code('workforce', 'race_ethnicity', 'race_ethnicity_code') }} as race_ethnicity,
        disability,
        home_language_code,
        {{ standard_code('workforce', 'home_language', 'home_language_code') }} as home_language,
        low_income,
        single_parent,
        county_code,
        street,
        city,
        zip,
        email,
        phone,
        funding_stream_code,
        {{ standard_code('workforce', 'funding_stream', 'funding_stream_code') }} as funding_stream,
        entry_date,
        exit_date,
        {{ bookkeeping() }}
    from delivered
)

select
    *,
    {{ identity_struct(
        id_space='workforce',
        native_id='participant_id',
        ssn='ssn',
        last_name='last_name',
        first_name='first_name',
        middle_name='middle_name',
        birth_date='birth_date',
        sex='sex',
        street='street',
        city='city',
        zip='zip',
        email='email',
        phone='phone'
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from coded
