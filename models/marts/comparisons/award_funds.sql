-- Spreads what each funding stream gave a program in a year over the awards earned in it (policy 2.E(a)(ii)), in
-- dollars of var price_base_year: the public cost of an award. A year without an award has none; its funds bought
-- something else.
-- Grain: one row per program, fiscal year and funding stream (program_code, fiscal_year, funding_stream_id).
with awards as (
    select
        program_code,
        school_year,
        count(*) as awards
    from {{ ref('fct_outcome_event') }}
    where event_type = 'award' and event_number_of_person = 1 and program_code is not null
    group by program_code, school_year
),

prices as (
    select
        price_levels.price_year,
        base_prices.price_index / price_levels.price_index as to_base_prices
    from {{ ref('price_levels') }} as price_levels
    inner join {{ ref('price_levels') }} as base_prices on base_prices.price_year = {{ var('price_base_year') }}
)

select
    funding.program_code,
    funding.fiscal_year,
    funding.funding_stream_id,
    streams.level as payer_level,
    cast(awards.awards as integer) as awards,
    cast(round(funding.amount * prices.to_base_prices, 2) as decimal(14, 2)) as real_amount,
    cast(round(funding.amount * prices.to_base_prices / awards.awards, 2) as decimal(14, 2)) as amount_per_award
from {{ ref('program_funding') }} as funding
inner join {{ ref('funding_streams') }} as streams on funding.funding_stream_id = streams.funding_stream_id
inner join awards on funding.program_code = awards.program_code and funding.fiscal_year = awards.school_year
left join prices on funding.fiscal_year = prices.price_year
