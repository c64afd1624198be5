-- Carries the credentials that participants attained, as the workforce agency reports them.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('workforce', 'credential_attainments') }}
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                institution_rule('provider_code', 'earned_on', ['EVENT_AFTER_DELIVERY']),
                offered_rule('workforce', 'source_credential_code', 'earned_on')
            ]) }} as refusal_reasons
        )
    from delivered
),

coded as (
    select
        participant_id,
        provider_code,
        source_credential_code,
        earned_on,
        {{ bookkeeping() }}
    from judged
)

select
    *,
    {{ identity_struct(
        id_space='workforce',
        native_id='participant_id'
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from coded
