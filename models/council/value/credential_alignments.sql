-- Verifies that what programs teach leads where their credential leads (policy 3.A(c)(iii)): by the official crosswalk
-- the program's CIP code and the credential's occupation belong together, or they don't. Empty where the crosswalk does
-- not know the program, or the credential leads to no occupation.
-- Grain: one row per credential, program and first day of the alignment (credential_code, program_code, aligned_from).
with alignments as (
    select * from {{ ref('bridge_credential_program') }}
),

programs as (
    select * from {{ ref('dim_program') }}
),

credentials as (
    select * from {{ ref('dim_credential') }}
),

crosswalk as (
    {{ latest_rows('stg_labor_market__cip_soc_crosswalk', ['cip_code', 'occupation_code']) }}
),

program_codes as (
    select cip_code
    from crosswalk
    group by cip_code
)

select
    alignments.credential_code,
    alignments.program_code,
    alignments.aligned_from,
    alignments.aligned_to,
    programs.sector,
    programs.cip_code,
    credentials.soc_code,
    case
        when crosswalk.cip_code is not null then true
        when program_codes.cip_code is not null and credentials.soc_code is not null then false
    end as leads_to_occupation
from alignments
inner join programs on alignments.program_code = programs.program_code
inner join credentials on alignments.credential_code = credentials.credential_code
left join program_codes on programs.cip_code = program_codes.cip_code
left join crosswalk
    on programs.cip_code = crosswalk.cip_code and credentials.soc_code = crosswalk.occupation_code
