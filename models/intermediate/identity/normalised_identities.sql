-- Makes what sources say comparable, visibly: each column here is what is compared, beside nothing else.
-- Grain: one row per distinct description of a person (identity_tuple_id).
with delivered as (
    select * from {{ ref('delivered_identities') }}
),

name_forms as (
    select * from {{ ref('name_forms') }}
),

given_names as (
    select
        nickname,
        list(given_name order by given_name) as given_names
    from {{ ref('nicknames') }}
    group by nickname
),

parameters as (
    {{ matching_parameters(['earliest_birth_year']) }}
),

short_names as (
    select nickname as name from {{ ref('nicknames') }}
    union
    select given_name as name from {{ ref('nicknames') }}
),

false_numbers as (
    select ssn from {{ ref('false_social_security_numbers') }}
),

formed as (
    select
        delivered.identity_tuple_id,
        delivered.id_space,
        delivered.native_id,
        delivered.state_student_id,
        first_names.letters as first_name,
        middle_names.letters as middle_name,
        last_names.letters as last_name,
        last_names.parts as last_name_parts,
        coalesce(
            nullif(regexp_replace(upper(delivered.suffix), '[^A-Z0-9]', '', 'g'), ''),
            last_names.suffix,
            first_names.suffix
        ) as suffix,
        delivered.birth_date,
        delivered.sex,
        regexp_replace(delivered.ssn, '[^0-9]', '', 'g') as ssn_digits,
        delivered.street,
        delivered.zip,
        delivered.email,
        delivered.phone,
        delivered.record_count
    from delivered
    left join name_forms as first_names on delivered.first_name = first_names.delivered_name
    left join name_forms as middle_names on delivered.middle_name = middle_names.delivered_name
    left join name_forms as last_names on delivered.last_name = last_names.delivered_name
),

-- Spreadsheets drop the zeros that a number begins with.
digits as (
    select
        formed.* replace (
            -- 1900-01-01 is what programs write for a date that they don't know.
            case when year(formed.birth_date) >= parameters.earliest_birth_year then formed.birth_date end
                as birth_date,
            case
                when length(formed.ssn_digits) between 7 and 9 then lpad(formed.ssn_digits, 9, '0')
                when length(formed.ssn_digits) = 4 then formed.ssn_digits
            end as ssn_digits
        )
    from formed
    cross join parameters
),

-- Numbers that were never issued: areas 000, 666 and from 900, group 00, serial 0000 (20 CFR 422, SSA).
numbered as (
    select
        digits.*,
        case
            when
                length(digits.ssn_digits) = 9
                and left(digits.ssn_digits, 3) not in ('000', '666')
                and left(digits.ssn_digits, 1) <> '9'
                and substr(digits.ssn_digits, 4, 2) <> '00'
                and right(digits.ssn_digits, 4) <> '0000'
                and false_numbers.ssn is null
                then digits.ssn_digits
        end as ssn
    from digits
    left join false_numbers on digits.ssn_digits = false_numbers.ssn
)

select
    numbered.identity_tuple_id,
    numbered.id_space,
    upper(numbered.native_id) as native_id,
    upper(numbered.state_student_id) as state_student_id,
    numbered.ssn,
    case
        when numbered.ssn is not null then right(numbered.ssn, 4)
        when length(numbered.ssn_digits) = 4 and numbered.ssn_digits <> '0000' then numbered.ssn_digits
    end as ssn_last_four,
    numbered.last_name,
    numbered.last_name_parts,
    numbered.first_name,
    case
        when numbered.first_name is not null
            then list_prepend(numbered.first_name, coalesce(given_names.given_names, []))
    end as first_name_roots,
    -- J, or JL; but not AL or JO, which are names.
    coalesce(
        length(numbered.first_name) = 1 or (length(numbered.first_name) = 2 and short_names.name is null), false
    ) as is_first_name_initials,
    numbered.middle_name,
    numbered.suffix,
    numbered.birth_date,
    -- Null where swapping gives no date or the same one.
    case
        when day(numbered.birth_date) <= 12 and day(numbered.birth_date) <> month(numbered.birth_date)
            then make_date(year(numbered.birth_date), day(numbered.birth_date), month(numbered.birth_date))
    end as birth_date_swapped,
    strftime(numbered.birth_date, '%Y%m%d') as birth_digits,
    numbered.sex,
    nullif(trim(regexp_replace(
        upper({{ without_accents('numbered.street') }}), '[^A-Z0-9]+', ' ', 'g'
    )), '') as street,
    nullif(regexp_extract(numbered.zip, '^[0-9]{5}'), '') as zip,
    case when numbered.email like '%_@_%' then lower(numbered.email) end as email,
    nullif(right(regexp_replace(numbered.phone, '[^0-9]', '', 'g'), 10), '') as phone,
    numbered.record_count
from numbered
left join given_names on numbered.first_name = given_names.nickname
left join short_names on numbered.first_name = short_names.name
