-- Adds up what each program was supported by in each fiscal year, by level of government (policy 2.E(a)(ii)).
-- Grain: one row per fiscal year and program that leads to or aligns with a credential (fiscal_year, program_code).
with fiscal_years as (
    select distinct fiscal_year from {{ ref('program_funding') }}
),

aligned as (
    select distinct program_code from {{ ref('bridge_credential_program') }}
),

programs as (
    select
        fiscal_years.fiscal_year,
        programs.program_code,
        programs.program_name,
        programs.sector
    from fiscal_years
    cross join {{ ref('dim_program') }} as programs
    inner join aligned on programs.program_code = aligned.program_code
),

amounts as (
    select
        funding.fiscal_year,
        funding.program_code,
        count(*) as stream_count,
        sum(funding.amount) as amount,
        sum(case when streams.level = 'federal' then funding.amount else 0 end) as federal_amount,
        sum(case when streams.level = 'state' then funding.amount else 0 end) as state_amount,
        sum(case when streams.level = 'local' then funding.amount else 0 end) as local_amount
    from {{ ref('program_funding') }} as funding
    inner join {{ ref('funding_streams') }} as streams on funding.funding_stream_id = streams.funding_stream_id
    group by funding.fiscal_year, funding.program_code
)

select
    programs.fiscal_year,
    programs.program_code,
    programs.program_name,
    programs.sector,
    coalesce(amounts.stream_count, 0) as stream_count,
    cast(amounts.amount as decimal(14, 2)) as amount,
    cast(amounts.federal_amount as decimal(14, 2)) as federal_amount,
    cast(amounts.state_amount as decimal(14, 2)) as state_amount,
    cast(amounts.local_amount as decimal(14, 2)) as local_amount
from programs
left join amounts
    on programs.fiscal_year = amounts.fiscal_year and programs.program_code = amounts.program_code
