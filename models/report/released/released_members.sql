-- Tells readers of the release the members of each dimension and what they lie in.
-- Grain: one row per dimension and member (dimension, member).
{{ config(alias='report_members') }}

select
    dimension,
    member,
    label,
    parent_dimension,
    parent_member,
    display_order
from {{ ref('report_members') }}
