-- Says who each college student is, mostly with an SSN and sometimes with the state student number, which ties
-- college to school and to wages.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('higher_ed', 'students') }}
),

coded as (
    select
        institution_code,
        college_student_id,
        academic_year,
        ssn,
        last_name,
        first_name,
        middle_name,
        suffix,
        birth_date,
        sex_code,
        {{ standard_code('higher_ed', 'sex', 'sex_code') }} as sex,
        race_ethnicity_code,
        {{ standard_code('higher_ed', 'race_ethnicity', 'race_ethnicity_code') }} as race_ethnicity,
        state_student_id,
        email,
        zip,
        county_code,
        pell_recipient,
        {{ bookkeeping() }}
    from delivered
)

select
    *,
    {{ identity_struct(
        id_space='higher_ed',
        native_id="institution_code || '-' || college_student_id",
        state_student_id='state_student_id',
        ssn='ssn',
        last_name='last_name',
        first_name='first_name',
        middle_name='middle_name',
        suffix='suffix',
        birth_date='birth_date',
        sex='sex',
        zip='zip',
        email='email'
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from coded
