-- Makes what sources say comparable, visibly: each column here is what the rules compare, beside nothing else.
-- Grain: one row per distinct description of a person (identity_tuple_id).
with delivered as (
    select * from {{ ref('delivered_identities') }}
),

given_names as (
    select
        nickname,
        list(given_name order by given_name) as given_names
    from {{ ref('nicknames') }}
    group by nickname
),

particles as (
    select list(particle order by particle) as particles from {{ ref('surname_particles') }}
),

false_numbers as (
    select ssn from {{ ref('false_social_security_numbers') }}
),

short_names as (
    select nickname as name from {{ ref('nicknames') }}
    union
    select given_name as name from {{ ref('nicknames') }}
),

lettered as (
    select
        *,
        {{ name_letters('last_name') }} as last_letters,
        replace({{ name_letters('first_name') }}, ' ', '') as first_letters,
        replace({{ name_letters('middle_name') }}, ' ', '') as middle_letters,
        nullif(regexp_replace(upper(suffix), '[^A-Z0-9]', '', 'g'), '') as suffix_letters,
        regexp_replace(ssn, '[^0-9]', '', 'g') as ssn_digits,
        (select particles.particles from particles) as particles
    from delivered
),

separated as (
    select
        *,
        regexp_replace(last_letters, ' (JR|SR|II|III|IV)$', '') as surname,
        nullif(regexp_extract(last_letters, ' (JR|SR|II|III|IV)$', 1), '') as trailing_suffix,
        list_filter(string_split(surname, ' '), lambda part: not list_contains(particles, part)) as surname_parts
    from lettered
)

select
    separated.identity_tuple_id,
    separated.id_space,
    upper(separated.native_id) as native_id,
    upper(separated.state_student_id) as state_student_id,
    case
        when
            length(separated.ssn_digits) = 9
            and left(separated.ssn_digits, 3) not in ('000', '666')
            and left(separated.ssn_digits, 1) <> '9'
            and substr(separated.ssn_digits, 4, 2) <> '00'
            and right(separated.ssn_digits, 4) <> '0000'
            and separated.ssn_digits not in (select false_numbers.ssn from false_numbers)
            then separated.ssn_digits
    end as ssn,
    replace(separated.surname, ' ', '') as last_name,
    separated.surname_parts as last_name_parts,
    separated.first_letters as first_name,
    case
        when separated.first_letters is not null
            then list_prepend(separated.first_letters, coalesce(given_names.given_names, []))
    end as first_name_roots,
    -- J, or JL; but not AL or JO, which are names.
    length(separated.first_letters) = 1
    or (
        length(separated.first_letters) = 2
        and separated.first_letters not in (select short_names.name from short_names)
    ) as is_first_name_initials,
    separated.middle_letters as middle_name,
    left(separated.middle_letters, 1) as middle_initial,
    coalesce(separated.suffix_letters, separated.trailing_suffix) as suffix,
    separated.birth_date,
    -- Null where swapping gives no date or the same one.
    nullif(
        try_cast(strftime(separated.birth_date, '%Y-%d-%m') as date), separated.birth_date
    ) as birth_date_swapped,
    separated.sex,
    nullif(trim(regexp_replace(
        upper({{ without_accents('separated.street') }}), '[^A-Z0-9]+', ' ', 'g'
    )), '') as street,
    nullif(regexp_extract(separated.zip, '^[0-9]{5}'), '') as zip,
    case when separated.email like '%_@_%' then lower(separated.email) end as email,
    nullif(right(regexp_replace(separated.phone, '[^0-9]', '', 'g'), 10), '') as phone,
    separated.record_count
from separated
left join given_names on separated.first_letters = given_names.nickname
