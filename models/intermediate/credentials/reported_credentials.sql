-- Puts what certifying entities, boards, schools, colleges and training providers report about people and credentials
-- (policy 4.B(b)-(d), 4.C(b)) into one shape. A new entity joins by its name in the list of staged models.
-- Grain: one row per accepted row of an extract that reports attempts or awards (file_name, line_number).
{%- set said_by_entity = [
    'source_kind', 'certifying_entity_code', 'source_credential_code', 'attempted_on', 'earned_on', 'expires_on',
    'revoked_on', 'result', 'score', 'cut_score', 'sub_scores', 'is_proctored', 'attempt_number',
    'identity_tuple_id', 'is_accepted', 'file_name', 'line_number', 'delivered_on', 'extensions'
] %}

with entities as (
    {{ union_staged(staged_models_of('credentialing'), said_by_entity) }}
),

k12 as (
    select * from {{ ref('stg_k12__credential_attempts') }}
    where is_accepted
),

higher_ed as (
    select * from {{ ref('stg_higher_ed__credential_attempts') }}
    where is_accepted
),

workforce as (
    select * from {{ ref('stg_workforce__credential_attainments') }}
    where is_accepted
),

reports as (
    select
        identity_tuple_id,
        certifying_entity_code as source,
        source_kind,
        cast(null as string) as institution_code,
        source_credential_code,
        attempted_on,
        result,
        score,
        cut_score,
        sub_scores,
        is_proctored,
        attempt_number,
        earned_on,
        expires_on,
        revoked_on,
        agency,
        extract,
        file_name,
        line_number,
        delivered_on,
        extensions
    from entities
    where is_accepted
    union all
    select
        identity_tuple_id,
        'k12' as source,
        'k12' as source_kind,
        school_code as institution_code,
        source_credential_code,
        attempted_on,
        result,
        null as score,
        null as cut_score,
        null as sub_scores,
        null as is_proctored,
        null as attempt_number,
        earned_on,
        null as expires_on,
        null as revoked_on,
        'k12' as agency,
        'credential_attempts' as extract,
        file_name,
        line_number,
        delivered_on,
        extensions
    from k12
    union all
    select
        identity_tuple_id,
        'higher_ed' as source,
        'higher_ed' as source_kind,
        institution_code,
        source_credential_code,
        attempted_on,
        result,
        score,
        null as cut_score,
        null as sub_scores,
        null as is_proctored,
        null as attempt_number,
        case when result = 'passed' then attempted_on end as earned_on,
        null as expires_on,
        null as revoked_on,
        'higher_ed' as agency,
        'credential_attempts' as extract,
        file_name,
        line_number,
        delivered_on,
        extensions
    from higher_ed
    union all
    select
        identity_tuple_id,
        'workforce' as source,
        'workforce' as source_kind,
        provider_code as institution_code,
        source_credential_code,
        null as attempted_on,
        null as result,
        null as score,
        null as cut_score,
        null as sub_scores,
        null as is_proctored,
        null as attempt_number,
        earned_on,
        null as expires_on,
        null as revoked_on,
        'workforce' as agency,
        'credential_attainments' as extract,
        file_name,
        line_number,
        delivered_on,
        extensions
    from workforce
)

select * from reports
