-- Tells readers of the release which tables have rows of larger members too, such as the clusters of credentials.
-- Grain: one row per table and larger dimension (table_id, dimension).
{{ config(alias='report_table_levels') }}

select
    table_id,
    dimension
from {{ ref('report_table_levels') }}
