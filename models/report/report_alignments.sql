-- Says which credential and program can meet in an event of a year: an event's program is one aligned with its
-- credential, or none. The alignments are public, so a reader knows that all other pairs are empty, and disclosure
-- control must know it too.
-- Grain: one row per school year, credential and program (school_year, member_1, member_2).
with years as (
    select distinct school_year from {{ ref('report_events') }}
),

pairs as (
    select distinct
        years.school_year,
        alignments.credential_code,
        alignments.program_code
    from {{ ref('bridge_credential_program') }} as alignments
    inner join years
        on
            alignments.aligned_from < {{ first_day_of_school_year('years.school_year + 1') }}
            and (
                alignments.aligned_to is null
                or alignments.aligned_to >= {{ first_day_of_school_year('years.school_year') }}
            )
    union all
    select
        years.school_year,
        credentials.credential_code,
        'no_program' as program_code
    from {{ ref('dim_credential') }} as credentials
    cross join years
)

select
    school_year,
    'credential' as dimension_1,
    credential_code as member_1,
    'program' as dimension_2,
    program_code as member_2
from pairs
