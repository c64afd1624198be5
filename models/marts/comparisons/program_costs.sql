-- Says what the awards of a program cost, for each person who earned one there (policy 2.E(a)(ii)): a return sets them
-- beside the premium, which is a person's too. The student pays the fees of all awards that the person earned in the
-- program; a stream pays its funds of all years whose funds are known, spread over the persons who earned in them.
-- Grain: one row per program and level of payer (program_code, payer_level): student, federal, state or local.
with awards as (
    select * from {{ ref('fct_outcome_event') }}
    where event_type = 'award' and event_number_of_person = 1 and program_code is not null
),

funds as (
    select * from {{ ref('award_funds') }}
),

-- Who paid a fee that isn't known has no known cost.
fees as (
    select
        awards.program_code,
        awards.person_id,
        sum(award_costs.cost_per_award) as fees
    from awards
    left join {{ ref('award_costs') }} as award_costs
        on awards.credential_code = award_costs.credential_code and award_costs.payer = 'student'
    group by awards.program_code, awards.person_id
    having count(award_costs.cost_per_award) = count(*)
),

funded_years as (
    select distinct
        program_code,
        fiscal_year
    from funds
),

funded_persons as (
    select
        awards.program_code,
        count(distinct awards.person_id) as persons
    from awards
    inner join funded_years
        on awards.program_code = funded_years.program_code and awards.school_year = funded_years.fiscal_year
    group by awards.program_code
),

amounts as (
    select
        program_code,
        payer_level,
        sum(real_amount) as amount
    from funds
    group by program_code, payer_level
)

select
    program_code,
    'student' as payer_level,
    cast(count(*) as integer) as persons_costed,
    cast(round(sum(fees) / count(*), 2) as decimal(14, 2)) as cost_per_person
from fees
group by program_code
union all
select
    amounts.program_code,
    amounts.payer_level,
    cast(funded_persons.persons as integer) as persons_costed,
    cast(round(amounts.amount / funded_persons.persons, 2) as decimal(14, 2)) as cost_per_person
from amounts
inner join funded_persons on amounts.program_code = funded_persons.program_code
