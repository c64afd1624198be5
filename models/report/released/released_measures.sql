-- Tells readers of the release what is counted, in which unit, and which rate is made of which counts. Labels that
-- name a rate of discount get it from var discount_rates.
-- Grain: one row per measure (measure).
{{ config(alias='report_measures') }}

select
    measure,
    {{ label_with_rates('label') }} as label,
    unit,
    kind,
    numerator_measure,
    denominator_measure,
    is_complement_protected
from {{ ref('report_measures') }}
