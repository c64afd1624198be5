{{ config(materialized='view') }}

-- The comparisons that are of two.
-- Grain: one row per pair of descriptions (identity_number_a < identity_number_b).
select
    identity_number_a,
    identity_number_b,
    pattern
from {{ ref('comparisons') }}
where identity_number_a < identity_number_b
