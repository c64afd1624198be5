-- Tells readers of the release which measures a table has, and in which order.
-- Grain: one row per table and measure (table_id, measure).
{{ config(alias='report_table_measures') }}

select
    table_id,
    measure,
    display_order
from {{ ref('report_table_measures') }}
