-- Gathers the delivered text of every refused row, so that an agency can be sent its own lines back. It holds personal
-- data: quality.refused_rows is the same list without the text, and is the one to show.
-- Grain: one row per refused row (file_name, line_number).
with staged as (
    {{ union_staged(
        staged_models(),
        ['file_name', 'line_number', 'period', 'refusal_reasons', 'refused_text as raw_text']
    ) }}
)

select
    file_name,
    line_number,
    agency,
    extract,
    period,
    refusal_reasons,
    raw_text
from staged
where len(refusal_reasons) > 0
