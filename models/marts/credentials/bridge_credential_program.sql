-- Ties credentials to the programs that lead to or align with them (policy 3.A(c)(iii), 4.B(a)).
-- Grain: one row per credential, program and first day of the alignment (credential_code, program_code, aligned_from).
with aligned_programs as (
    {{ latest_rows('stg_council__aligned_programs', ['credential_code', 'program_code', 'aligned_from']) }}
)

select
    credential_code,
    program_code,
    aligned_from,
    aligned_to
from aligned_programs
