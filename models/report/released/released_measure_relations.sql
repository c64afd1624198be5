-- Tells readers of the release which measure can't exceed which, or is made of which: an attacker knows it anyway.
-- Grain: one row per pair of measures and relation (measure, other_measure, relation).
{{ config(alias='report_measure_relations') }}

select
    measure,
    relation,
    other_measure,
    dimension,
    member
from {{ ref('report_measure_relations') }}
