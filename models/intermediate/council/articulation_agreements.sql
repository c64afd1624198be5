-- Keeps the agreements by which colleges grant credit for credentials (policy 2.E(d), 3.A(e)) as last published, with
-- the days on which each binds: from when it is both signed and effective.
-- Grain: one row per agreement (agreement_id).
with agreements as (
    {{ latest_rows('stg_council__articulation_agreements', ['agreement_id']) }}
)

select
    agreement_id,
    credential_code,
    sending_institution_code,
    receiving_institution_code,
    course_code,
    credits,
    purpose_code,
    requirement_met,
    terms,
    signed_on,
    greatest(signed_on, effective_from) as in_force_from,
    effective_to as in_force_to
from agreements
