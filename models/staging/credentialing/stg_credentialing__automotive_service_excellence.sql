-- Brings the exam results of the National Institute for Automotive Service Excellence, which counts a candidate's
-- attempts itself, into the shape of all credentialing sources.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('credentialing', 'automotive_service_excellence') }}
),

coded as (
    select
        *,
        {{ standard_code('automotive_service_excellence', 'result', 'result_code') }} as result
    from delivered
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                score_rule('automotive_service_excellence'),
                offered_rule('automotive_service_excellence', 'source_credential_code', 'attempted_on')
            ]) }} as refusal_reasons
        )
    from coded as delivered
)

select
    'certifying_entity' as source_kind,
    'automotive_service_excellence' as certifying_entity_code,
    source_credential_code,
    attempted_on,
    score,
    cut_score,
    result_code,
    result,
    {{ sub_scores() }} as sub_scores,
    proctored as is_proctored,
    cast(null as varchar) as test_center_code,
    case when result = 'passed' then attempted_on end as earned_on,
    cast(null as date) as expires_on,
    cast(null as date) as revoked_on,
    cast(null as varchar) as license_number,
    attempt_number,
    {{ bookkeeping() }},
    {{ identity_struct(
        id_space='automotive_service_excellence',
        native_id='candidate_id',
        last_name='last_name',
        first_name='first_name',
        middle_name='middle_name',
        birth_date='birth_date',
        email='email'
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from judged
