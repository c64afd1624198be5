-- Brings the licenses of the state board of nursing into the shape of all credentialing sources. The board registers
-- who holds a license, some by hours of practice alone, so a row is an award and never an attempt.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('credentialing', 'board_of_nursing') }}
),

coded as (
    select
        *,
        {{ standard_code('board_of_nursing', 'status', 'status_code') }} as status
    from delivered
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                offered_rule('board_of_nursing', 'source_credential_code', 'earned_on'),
                {
                    'reason': 'REVOCATION_UNDATED',
                    'condition': "(status = 'revoked') <> (revoked_on is not null) or revoked_on < earned_on",
                    'moot': ['VALUE_NOT_A_DATE:revoked_on', 'EVENT_AFTER_DELIVERY'],
                }
            ]) }} as refusal_reasons
        )
    from coded as delivered
)

select
    'licensing_board' as source_kind,
    'board_of_nursing' as certifying_entity_code,
    source_credential_code,
    cast(null as date) as attempted_on,
    cast(null as decimal(9, 2)) as score,
    cast(null as decimal(9, 2)) as cut_score,
    cast(null as varchar) as result_code,
    cast(null as varchar) as result,
    {{ sub_scores() }} as sub_scores,
    cast(null as boolean) as is_proctored,
    cast(null as varchar) as test_center_code,
    earned_on,
    expires_on,
    revoked_on,
    license_number,
    cast(null as integer) as attempt_number,
    status_code,
    status,
    {{ bookkeeping() }},
    {{ identity_struct(
        id_space='board_of_nursing',
        native_id='candidate_id',
        last_name='last_name',
        first_name='first_name',
        middle_name='middle_name',
        birth_date='birth_date',
        zip='zip'
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from judged
