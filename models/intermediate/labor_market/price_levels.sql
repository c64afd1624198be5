-- Gives the consumer price level of each year, to restate a threshold in the prices of the wages that it is held
-- against: the mean that BLS publishes, or that of the months so far.
-- Grain: one row per year (price_year).
with prices as (
    select
        *,
        row_number() over (
            partition by index_year, index_period
            order by {{ latest_first() }}
        ) as recency
    from ({{ whole_files('stg_labor_market__consumer_prices') }}) as whole
    where series_id = '{{ var("consumer_price_series") }}' and price_index is not null
)

select
    index_year as price_year,
    cast(
        round(
            coalesce(
                max(case when index_period = 'M13' then price_index end),
                avg(case when index_period between 'M01' and 'M12' then price_index end)
            ), 3
        ) as decimal(9, 3)
    ) as price_index
from prices
where recency = 1
group by index_year
