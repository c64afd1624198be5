-- Tells readers of the release what the tables are broken down by, and where people can be added up.
-- Grain: one row per dimension (dimension).
{{ config(alias='report_dimensions') }}

select
    dimension,
    label,
    partitions_persons,
    parent_dimension
from {{ ref('report_dimensions') }}
