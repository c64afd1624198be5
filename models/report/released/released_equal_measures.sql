-- Tells readers of the release which measures are one number, and where: an attacker sees it in the cells shown.
-- Grain: one row per pair of measures, dimensions, and either school year or member (measure, other_measure,
-- dimension_1, dimension_2, school_year, member).
{{ config(alias='report_equal_measures') }}

select
    measure,
    other_measure,
    dimension_1,
    dimension_2,
    school_year,
    member
from {{ ref('report_equal_measures') }}
