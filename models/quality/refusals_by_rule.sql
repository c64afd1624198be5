-- Sums refusals up, so that an agency sees at once which rule cost it how many rows, and in which column.
-- Grain: one row per file, rule and column (file_name, rule_id, column_name). A file that was refused whole stands here
-- with its own rules, and all its rows.
with refused_rows as (
    select * from {{ ref('refused_rows') }}
),

deliveries as (
    select * from {{ ref('deliveries') }}
),

row_reasons as (
    select
        file_name,
        agency,
        extract,
        period,
        1 as refused_count,
        unnest(reasons) as reason
    from refused_rows
),

file_reasons as (
    select
        file_name,
        agency,
        extract,
        period,
        coalesce(rows_delivered, 0) as refused_count,
        unnest(reasons) as reason
    from deliveries
),

reasons as (
    select * from row_reasons
    union all
    select * from file_reasons
),

named as (
    select
        *,
        split_part(reason, ':', 1) as rule_id,
        coalesce(nullif(split_part(reason, ':', 2), ''), '(all)') as column_name
    from reasons
)

select
    file_name,
    rule_id,
    column_name,
    agency,
    extract,
    period,
    cast(sum(refused_count) as bigint) as rows_refused
from named
group by file_name, rule_id, column_name, agency, extract, period
