-- Counts who was awarded postsecondary credit for a credential, and whether an agreement bound the college to it
-- (policy 4.B(e)).
-- Grain: one row per credit awarded for a credential (articulated_credit_id).
with articulated_credits as (
    select * from {{ ref('articulated_credits') }}
)

select
    articulated_credit_id,
    person_id,
    credential_code,
    institution_code,
    agreement_id,
    course_code,
    decided_on,
    school_year,
    age_at_decision,
    has_agreement_in_force,
    credits,
    extensions
from articulated_credits
