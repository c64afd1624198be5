-- Brings CompTIA's exam results into the one shape that every certifying entity and board is staged in.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('credentialing', 'comptia') }}
),

coded as (
    select
        *,
        {{ standard_code('comptia', 'result', 'result_code') }} as result
    from delivered
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                score_rule('comptia'),
                offered_rule('comptia', 'source_credential_code', 'attempted_on')
            ]) }} as refusal_reasons
        )
    from coded as delivered
)

select
    'certifying_entity' as source_kind,
    'comptia' as certifying_entity_code,
    source_credential_code,
    attempted_on,
    score,
    cut_score,
    result_code,
    result,
    {{ sub_scores() }} as sub_scores,
    proctored as is_proctored,
    test_center_code,
    case when result = 'passed' then attempted_on end as earned_on,
    cast(null as date) as expires_on,
    cast(null as date) as revoked_on,
    cast(null as varchar) as license_number,
    cast(null as integer) as attempt_number,
    {{ bookkeeping() }},
    {{ identity_struct(
        id_space='comptia',
        native_id='candidate_id',
        last_name='last_name',
        first_name='first_name',
        birth_date='birth_date',
        email='email'
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from judged
