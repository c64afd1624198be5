-- Describes the credentials of the Council's catalog, on the List or not (policy 3.A(a)).
-- Grain: one row per credential (credential_code).
with credentials as (
    {{ latest_rows('stg_council__credentials', ['credential_code']) }}
)

select
    credential_code,
    soc_code,
    prerequisite_credential_code,
    superseded_by_code,
    credential_name,
    certifying_entity_code,
    certifying_entity_name,
    credential_type_code as credential_type,
    credential_level_code as credential_level,
    career_cluster,
    is_third_party_assessed,
    is_attempt_waived,
    recognized_by,
    minimum_age,
    validity_months,
    retake_wait_days,
    fee,
    offered_from,
    offered_until
from credentials
