-- Says whom and which credential each report means, and sets aside those that can become no event: an unknown code, no
-- result and no award, or the same thing said by the same source again.
-- Grain: one row per report (file_name, line_number); set_aside_reason is empty where the report counts.
with reports as (
    select * from {{ ref('reported_credentials') }}
),

tuple_persons as (
    select * from {{ ref('tuple_persons') }}
),

credential_codes as (
    select * from {{ ref('credential_codes') }}
),

source_precedence as (
    select * from {{ ref('source_precedence') }}
),

identified as (
    select
        reports.*,
        tuple_persons.person_id,
        credential_codes.credential_code,
        source_precedence.attempt_rank,
        source_precedence.award_rank,
        case
            when credential_codes.credential_code is null then 'unmapped_credential_code'
            when not credential_codes.is_in_catalog then 'no_such_credential'
            when source_precedence.source_kind is null then 'source_without_precedence'
            when reports.result is null and reports.earned_on is null then 'unmapped_result_code'
        end as reason_of_row
    from reports
    inner join tuple_persons on reports.identity_tuple_id = tuple_persons.identity_tuple_id
    left join credential_codes
        on
            reports.source = credential_codes.source
            and reports.source_credential_code = credential_codes.source_credential_code
    left join source_precedence on reports.source_kind = source_precedence.source_kind
),

hashed as (
    select
        *,
        {{ surrogate_key([
            'reason_of_row', 'person_id', 'source', 'credential_code', 'coalesce(attempted_on, earned_on)', 'attempt_number'
        ]) }} as repeated_key,
        {{ surrogate_key([
            'result', 'score', 'cut_score', 'earned_on', 'expires_on', 'revoked_on'
        ]) }} as content
    from identified
)

select
    person_id,
    credential_code,
    source,
    source_kind,
    institution_code,
    attempted_on,
    result,
    score,
    cut_score,
    sub_scores,
    is_proctored,
    attempt_rank,
    earned_on,
    expires_on,
    revoked_on,
    award_rank,
    agency,
    extract,
    file_name,
    line_number,
    delivered_on,
    extensions,
    coalesce(
        reason_of_row,
        {{ reason_of_repeat('repeated_key', 'content') }}
    ) as set_aside_reason
from hashed
