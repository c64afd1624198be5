-- Tells readers of the release which members of two dimensions can meet in an event: of all others there is none.
-- Grain: one row per school year and pair of members (school_year, dimension_1, member_1, dimension_2, member_2).
{{ config(alias='report_alignments') }}

select
    school_year,
    dimension_1,
    member_1,
    dimension_2,
    member_2
from {{ ref('report_alignments') }}
