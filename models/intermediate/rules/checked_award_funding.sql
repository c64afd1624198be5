-- Says of every award that schools, colleges or programs report as theirs whether two of them were paid for it: each
-- reports it, and each had the person in a program, aligned with the credential on the day, that drew funds in the
-- award's year. Of a year whose funding nobody entered it says nothing.
-- Grain: one row per award with such a report (credential_award_id).
with parameters as (
    {{ rule_parameters(['aligned_program_days']) }}
),

claims as (
    select distinct
        credential_award_id,
        case source_kind
            when 'k12' then 'secondary'
            when 'higher_ed' then 'postsecondary'
            when 'workforce' then 'workforce'
        end as sector
    from {{ ref('credential_award_reports') }}
    where source_kind in ('k12', 'higher_ed', 'workforce')
),

awards as (
    select * from {{ ref('credential_awards') }}
),

aligned_programs as (
    {{ latest_rows('stg_council__aligned_programs', ['credential_code', 'program_code', 'aligned_from']) }}
),

enrollments as (
    select * from {{ ref('program_enrollments') }}
),

funding as (
    select distinct
        fiscal_year,
        program_code
    from {{ ref('program_funding') }}
),

funded_years as (
    select distinct fiscal_year from funding
),

paid as (
    select distinct
        claims.credential_award_id,
        claims.sector
    from claims
    cross join parameters
    inner join awards on claims.credential_award_id = awards.credential_award_id
    inner join enrollments
        on
            awards.person_id = enrollments.person_id
            and claims.sector = enrollments.sector
            and awards.earned_on >= enrollments.started_on
    inner join aligned_programs
        on
            awards.credential_code = aligned_programs.credential_code
            and enrollments.program_code = aligned_programs.program_code
            and awards.earned_on between aligned_programs.aligned_from
            and coalesce(aligned_programs.aligned_to, awards.earned_on)
    inner join funding
        on enrollments.program_code = funding.program_code and awards.school_year = funding.fiscal_year
    where
        {{ days_between('coalesce(enrollments.ended_on, awards.earned_on)', 'awards.earned_on') }}
        <= parameters.aligned_program_days
),

counted as (
    select
        claims.credential_award_id,
        count(paid.sector) as payer_count
    from claims
    left join paid on claims.credential_award_id = paid.credential_award_id and claims.sector = paid.sector
    group by claims.credential_award_id
)

select
    awards.credential_award_id,
    awards.school_year,
    case when funded_years.fiscal_year is not null then counted.payer_count > 1 end as funded_award_twice
from counted
inner join awards on counted.credential_award_id = awards.credential_award_id
left join funded_years on awards.school_year = funded_years.fiscal_year
