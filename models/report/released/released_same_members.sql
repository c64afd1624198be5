-- Tells readers of the release which members of different dimensions are the same people under several names.
-- Grain: one row per dimension and member (dimension, member).
{{ config(alias='report_same_members') }}

select
    dimension,
    member,
    same_dimension,
    same_member
from {{ ref('report_same_members') }}
