-- Is what employers answered about each credential, and whether it counts in hiring, promotion and pay (policy
-- 3.A(a)(iii), 3.A(c)(ii)).
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'employer_surveys') }}
)

select
    survey_year,
    response_number,
    credential_code,
    region_code,
    value_code,
    is_used_in_hiring,
    is_used_in_promotion,
    is_used_in_pay,
    {{ bookkeeping() }}
from delivered
