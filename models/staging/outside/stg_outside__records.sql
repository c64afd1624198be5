-- Gives identity records from outside, which `warehouse match` lands, the shape of every staged person model, so that
-- the identity layer matches them as it matches its own. No part of a normal build: that command alone enables it.
-- Grain: one row per record (record_id).
{{ config(enabled=var('match_outside_records')) }}

with delivered as (
    select * from {{ source('outside', 'records') }}
),

-- Programs that keep numbers as floats write 123456789.0.
spelt as (
    select
        * exclude (source, ssn, sex, birth_date, observed_on),
        coalesce(lower(source), 'unknown') as source,
        regexp_replace(regexp_replace(ssn, '\.0$', ''), '[-. ]', '', 'g') as ssn_text,
        upper(regexp_replace(sex, '\.0$', '')) as sex_code,
        {{ date_as_spelt('birth_date') }} as birth_date,
        {{ date_as_spelt('observed_on') }} as observed_on
    from delivered
),

dated as (
    select
        * exclude (observed_on),
        case when observed_on <= date '{{ var("as_of_date") }}' then observed_on end as observed_on
    from spelt
),

possible as (
    select
        * exclude (birth_date),
        coalesce(observed_on, date '{{ var("as_of_date") }}') as delivered_on,
        case
            when
                birth_date >= make_date({{ var('match_earliest_birth_year') }}, 1, 1)
                and birth_date <= delivered_on
                then birth_date
        end as birth_date,
        case
            when regexp_full_match(ssn_text, '[0-9]{7,9}|[0-9]{4}') then ssn_text
            -- The last four digits, the others masked.
            when regexp_full_match(ssn_text, '[xX*#]{5}[0-9]{4}') then right(ssn_text, 4)
        end as ssn,
        {{ standard_code('outside', 'sex', 'sex_code') }} as sex,
        case when native_id is not null then {{ school_year_of('observed_on') }} end as school_year
    from dated
),

identified as (
    select
        *,
        {{ identity_struct(
            id_space=none,
            id_space_column='source',
            native_id='native_id',
            ssn='ssn',
            last_name='last_name',
            first_name='first_name',
            middle_name='middle_name',
            suffix='suffix',
            birth_date='birth_date',
            sex='sex',
            street='street',
            city='city',
            zip='zip',
            email='email',
            phone="regexp_replace(phone, '\\.0$', '')"
        ) }} as identity,
        -- A number, or a full name and one thing more. Records that say less say it of different people.
        native_id is not null
        or coalesce(length(ssn), 0) > 4
        or (
            first_name is not null
            and last_name is not null
            and coalesce(ssn, cast(birth_date as varchar), email, phone, street) is not null
        ) as says_who_it_is
    from possible
)

select
    record_id,
    source,
    observed_on,
    delivered_on,
    true as is_accepted,
    school_year,
    {{ first_day_of_school_year('school_year') }} as entry_date,
    {{ last_day_of_school_year('school_year') }} as exit_date,
    file_name,
    line_number,
    identity,
    says_who_it_is,
    case
        when says_who_it_is then {{ identity_tuple_id('identity') }}
        else md5({{ identity_tuple_id('identity') }} || ' ' || record_id)
    end as identity_tuple_id
from identified
