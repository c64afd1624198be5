-- Is the Council's catalog: what each credential is, whom it is for and how long it lasts.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'credentials') }}
),

judged as (
    select
        * replace (
            {{ with_register_reasons([
                occupation_rule('delivered.soc_code')
            ]) }} as refusal_reasons
        )
    from delivered
)

select
    credential_code,
    credential_name,
    certifying_entity_code,
    certifying_entity_name,
    credential_type_code,
    credential_level_code,
    career_cluster_code,
    {{ standard_code('council', 'career_cluster', 'career_cluster_code') }} as career_cluster,
    soc_code,
    is_third_party_assessed,
    is_attempt_waived,
    recognized_by,
    minimum_age,
    prerequisite_credential_code,
    validity_months,
    retake_wait_days,
    fee,
    offered_from,
    offered_until,
    superseded_by_code,
    {{ bookkeeping() }}
from judged
