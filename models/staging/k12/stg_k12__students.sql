-- Says who each student was in each school year, so that a group is the group at the time.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('k12', 'students') }}
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                institution_rule('school_code', 'entry_date'),
                institution_rule('district_code', 'entry_date')
            ]) }} as refusal_reasons
        )
    from delivered
),

coded as (
    select
        state_student_id,
        school_year,
        district_code,
        school_code,
        last_name,
        first_name,
        middle_name,
        suffix,
        birth_date,
        sex_code,
        {{ standard_code('k12', 'sex', 'sex_code') }} as sex,
        race_ethnicity_code,
        {{ standard_code('k12', 'race_ethnicity', 'race_ethnicity_code') }} as race_ethnicity,
        household_income_band,
        disability,
        home_language_code,
        {{ standard_code('k12', 'home_language', 'home_language_code') }} as home_language,
        english_learner,
        single_parent,
        homeless,
        foster_care,
        migrant,
        military_connected,
        grade_level_code,
        {{ standard_code('k12', 'grade_level', 'grade_level_code') }} as grade_level,
        county_code,
        zip,
        ssn,
        entry_date,
        exit_date,
        {{ bookkeeping() }}
    from judged
)

select
    *,
    {{ identity_struct(
        id_space='k12',
        native_id='state_student_id',
        state_student_id='state_student_id',
        ssn='ssn',
        last_name='last_name',
        first_name='first_name',
        middle_name='middle_name',
        suffix='suffix',
        birth_date='birth_date',
        sex='sex',
        zip='zip'
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from coded
