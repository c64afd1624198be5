-- Brings the American Welding Society's test results into the shape of all credentialing sources. The Society gives a
-- name in one field as "Last, First Middle", scores nothing, and judges a weld by sight and by bending: each of the two
-- counts as a part of the test, scored 1 where it was accepted and 0 where it was rejected.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('credentialing', 'american_welding_society') }}
),

coded as (
    select
        *,
        {{ standard_code('american_welding_society', 'result', 'result_code') }} as result,
        {{ standard_code('american_welding_society', 'result', 'visual_result_code') }} as visual_result,
        {{ standard_code('american_welding_society', 'result', 'bend_result_code') }} as bend_result,
        split_part(full_name, ',', 1) as last_name,
        trim(split_part(full_name, ',', 2)) as given_names,
        split_part(full_name, ',', 3) as suffix
    from delivered
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                passing_rule(),
                offered_rule('american_welding_society', 'source_credential_code', 'attempted_on')
            ]) }} as refusal_reasons
        )
    from coded as delivered
),

named as (
    select
        *,
        split_part(given_names, ' ', 1) as first_name,
        substr(given_names, length(split_part(given_names, ' ', 1)) + 1) as middle_name
    from judged
)

select
    'certifying_entity' as source_kind,
    'american_welding_society' as certifying_entity_code,
    source_credential_code,
    attempted_on,
    cast(null as decimal(9, 2)) as score,
    cast(null as decimal(9, 2)) as cut_score,
    result_code,
    result,
    visual_result_code,
    bend_result_code,
    {{ sub_scores({
        'visual_inspection': "case visual_result when 'passed' then 1 when 'failed' then 0 end",
        'bend_test': "case bend_result when 'passed' then 1 when 'failed' then 0 end"
    }) }} as sub_scores,
    cast(null as boolean) as is_proctored,
    test_center_code,
    coalesce(earned_on, case when result = 'passed' then attempted_on end) as earned_on,
    expires_on,
    cast(null as date) as revoked_on,
    cast(null as varchar) as license_number,
    cast(null as integer) as attempt_number,
    {{ bookkeeping() }},
    {{ identity_struct(
        id_space='american_welding_society',
        native_id='candidate_id',
        last_name='last_name',
        first_name='first_name',
        middle_name='middle_name',
        suffix='suffix',
        birth_date='birth_date'
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from named
