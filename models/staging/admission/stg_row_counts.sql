-- Counts what became of each file's rows in staging, for the reconciliation to hold against what was delivered.
-- Grain: one row per file (file_name) that has rows in staging.
with staged as (
    {{ union_staged(staged_models(), ['file_name', 'refusal_reasons', 'is_superseded', 'is_accepted']) }}
)

select
    file_name,
    count(*) filter (where len(refusal_reasons) = 0) as rows_staged,
    count(*) filter (where is_accepted) as rows_in_force,
    count(*) filter (where len(refusal_reasons) = 0 and is_superseded) as rows_superseded,
    count(*) filter (where len(refusal_reasons) > 0) as rows_refused
from staged
group by file_name
