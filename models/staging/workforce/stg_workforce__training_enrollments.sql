-- Says who trained in which program of which provider.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('workforce', 'training_enrollments') }}
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                institution_rule('provider_code', 'start_date')
            ]) }} as refusal_reasons
        )
    from delivered
),

coded as (
    select
        participant_id,
        provider_code,
        program_code,
        cip_code,
        start_date,
        end_date,
        completed,
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
