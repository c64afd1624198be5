-- Verifies that what programs teach leads where their credential leads (policy 3.A(c)(iii)): the program's CIP code and
-- the credential's occupation belong together by the official crosswalk, or by the Council's own reasons where it
-- doesn't say so (seeds/council/cip_soc_overrides.csv), or they don't. Empty where the crosswalk does not know the
-- program and the Council gave no reason, or the credential leads to no occupation.
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

editions as (
    {{ whole_files('stg_labor_market__cip_soc_crosswalk') }}
),

-- A later edition takes the place of the earlier one: a pair that it drops no longer holds.
crosswalk as (
    select
        cip_code,
        occupation_code,
        rank() over (order by period desc) as edition_rank
    from editions
),

ties as (
    select
        cip_code,
        occupation_code
    from crosswalk
    where edition_rank = 1
    union
    select
        cip_code,
        occupation_code
    from {{ ref('cip_soc_overrides') }}
),

program_codes as (
    select cip_code
    from crosswalk
    where edition_rank = 1
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
        when ties.cip_code is not null then true
        when program_codes.cip_code is not null and credentials.soc_code is not null then false
    end as leads_to_occupation
from alignments
inner join programs on alignments.program_code = programs.program_code
inner join credentials on alignments.credential_code = credentials.credential_code
left join program_codes on programs.cip_code = program_codes.cip_code
left join ties
    on programs.cip_code = ties.cip_code and credentials.soc_code = ties.occupation_code
