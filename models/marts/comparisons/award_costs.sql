-- Says what an award cost the student and each funding stream (policy 2.E(a)(ii)). The student pays the fee at each
-- attempt up to the award; a stream pays what marts.award_funds says, over the awards earned in a program in a year
-- whose funds are known. Tuition isn't delivered and so isn't in it.
-- Grain: one row per credential and payer (credential_code, payer): student, or a funding stream.
with awards as (
    select * from {{ ref('fct_outcome_event') }}
    where event_type = 'award' and event_number_of_person = 1
),

funds as (
    select * from {{ ref('award_funds') }}
),

-- Who has an award without an attempt on record paid once.
attempts as (
    select
        awards.credential_code,
        awards.person_id,
        greatest(count(attempts.credential_attempt_id), 1) as attempts
    from awards
    left join {{ ref('fct_credential_attempt') }} as attempts
        on
            awards.credential_code = attempts.credential_code
            and awards.person_id = attempts.person_id
            and awards.happened_on >= attempts.attempted_on
    group by awards.credential_code, awards.person_id
),

funded_years as (
    select distinct
        program_code,
        fiscal_year
    from funds
),

awards_funded as (
    select
        awards.credential_code,
        count(*) as awards_costed
    from awards
    inner join funded_years
        on awards.program_code = funded_years.program_code and awards.school_year = funded_years.fiscal_year
    group by awards.credential_code
),

paid_by_streams as (
    select
        awards.credential_code,
        funds.funding_stream_id,
        funds.payer_level,
        sum(funds.amount_per_award) as amount
    from awards
    inner join funds on awards.program_code = funds.program_code and awards.school_year = funds.fiscal_year
    group by awards.credential_code, funds.funding_stream_id, funds.payer_level
)

select
    attempts.credential_code,
    'student' as payer,
    'student' as payer_level,
    cast(count(*) as integer) as awards_costed,
    cast(round(avg(attempts.attempts) * max(credentials.fee), 2) as decimal(14, 2)) as cost_per_award
from attempts
inner join {{ ref('dim_credential') }} as credentials on attempts.credential_code = credentials.credential_code
where credentials.fee is not null
group by attempts.credential_code
union all
select
    paid_by_streams.credential_code,
    paid_by_streams.funding_stream_id as payer,
    paid_by_streams.payer_level,
    cast(awards_funded.awards_costed as integer) as awards_costed,
    cast(round(paid_by_streams.amount / awards_funded.awards_costed, 2) as decimal(14, 2)) as cost_per_award
from paid_by_streams
inner join awards_funded on paid_by_streams.credential_code = awards_funded.credential_code
