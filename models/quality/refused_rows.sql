-- Tells an agency which of its rows were refused and why, without a word of what the rows say.
-- Grain: one row per refused row (file_name, line_number).
with refused_lines as (
    select * from {{ ref('stg_refused_lines') }}
)

select
    file_name,
    line_number,
    agency,
    extract,
    period,
    list_sort(list_distinct(list_transform(
        refusal_reasons, lambda reason: split_part(reason, ':', 1)
    ))) as rule_ids,
    refusal_reasons as reasons
from refused_lines
