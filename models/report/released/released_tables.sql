-- Tells readers of the release which tables there are (policy 5.A).
-- Grain: one row per table (table_id).
{{ config(alias='report_tables') }}

select
    table_id,
    title,
    statute,
    dimension_1,
    dimension_2,
    description,
    display_order
from {{ ref('report_tables') }}
