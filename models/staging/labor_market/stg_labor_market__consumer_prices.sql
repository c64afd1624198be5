-- Reads consumer price indexes, month by month and, as M13, the mean of a year.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('labor_market', 'consumer_prices') }}
)

select
    series_id,
    try_cast(index_year as integer) as index_year,
    index_period,
    {{ figure_and_mark('price_index', 'decimal(9, 3)') }},
    {{ bookkeeping() }}
from delivered
