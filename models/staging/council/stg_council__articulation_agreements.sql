-- Says what credit a receiving institution has agreed to grant for a credential, and when (policy 3.A(e)).
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'articulation_agreements') }}
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
    effective_from,
    effective_to,
    {{ bookkeeping() }}
from delivered
