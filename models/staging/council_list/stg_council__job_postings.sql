-- Says how many postings of an occupation ask for a credential: what employers value, by labor market information
-- (policy 3.A(c)(i)).
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'job_postings') }}
)

select
    posting_year,
    soc_code,
    credential_code,
    postings_of_occupation,
    postings_requiring,
    postings_preferring,
    {{ bookkeeping() }}
from delivered
