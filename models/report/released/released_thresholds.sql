-- Tells readers of the release by which rules figures were withheld.
-- Grain: one row per rule (rule).
{{ config(alias='disclosure_thresholds') }}

select
    rule,
    value,
    description
from {{ ref('disclosure_thresholds') }}
