-- Describes the agreements by which colleges grant credit for credentials (policy 2.E(d), 3.A(e)).
-- Grain: one row per agreement (agreement_id).
with agreements as (
    select * from {{ ref('articulation_agreements') }}
)

select
    agreement_id,
    credential_code,
    sending_institution_code,
    receiving_institution_code,
    course_code,
    sending_institution_code is null as is_statewide,
    purpose_code as articulation_purpose,
    requirement_met,
    terms,
    credits,
    signed_on,
    in_force_from,
    in_force_to
from agreements
