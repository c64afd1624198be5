-- Says whose awarded credit each report is and which report of it stands: the one delivered last (policy 4.B(e)).
-- Grain: one row per accepted row of the credit awards (file_name, line_number); set_aside_reason is empty where the
-- report counts.
with credit_awards as (
    select * from {{ ref('stg_higher_ed__credit_awards') }}
    where is_accepted
),

tuple_persons as (
    select * from {{ ref('tuple_persons') }}
),

catalog as (
    {{ latest_rows('stg_council__credentials', ['credential_code']) }}
),

identified as (
    select
        credit_awards.*,
        tuple_persons.person_id,
        case when catalog.credential_code is null then 'no_such_credential' end as reason_of_row
    from credit_awards
    inner join tuple_persons on credit_awards.identity_tuple_id = tuple_persons.identity_tuple_id
    left join catalog on credit_awards.credential_code = catalog.credential_code
),

hashed as (
    select
        *,
        {{ surrogate_key(['person_id', 'institution_code', 'credential_code', 'course_code']) }}
            as articulated_credit_id,
        {{ surrogate_key(['agreement_id', 'credits', 'decided_on']) }} as content
    from identified
)

select
    articulated_credit_id,
    person_id,
    credential_code,
    institution_code,
    course_code,
    agreement_id,
    credits,
    decided_on,
    'higher_ed' as agency,
    'credit_awards' as extract,
    file_name,
    line_number,
    delivered_on,
    extensions,
    coalesce(reason_of_row, {{ reason_of_repeat('articulated_credit_id', 'content') }}) as set_aside_reason
from hashed
