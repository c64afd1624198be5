-- Proves that nothing is lost: every record is staged, or refused with a reason, or refused along with its file.
-- Grain: one row per file (file_name). It also lists a file that has staged rows and that admission does not know of,
-- which would be an error of the warehouse and shows as unexplained rows.
with deliveries as (
    select * from {{ ref('stg_admission__deliveries') }}
),

row_counts as (
    select * from {{ ref('stg_row_counts') }}
),

counted as (
    select
        deliveries.agency,
        deliveries.extract,
        deliveries.period,
        deliveries.status,
        deliveries.is_superseded,
        deliveries.declared_rows,
        deliveries.physical_lines,
        deliveries.continuation_lines,
        deliveries.blank_lines,
        coalesce(deliveries.file_name, row_counts.file_name) as file_name,
        coalesce(deliveries.rows_delivered, 0) as rows_delivered,
        coalesce(row_counts.rows_staged, 0) as rows_staged,
        coalesce(row_counts.rows_in_force, 0) as rows_in_force,
        coalesce(row_counts.rows_superseded, 0) as rows_superseded,
        coalesce(row_counts.rows_refused, 0) as rows_refused_alone,
        case when deliveries.status = 'refused' then coalesce(deliveries.rows_delivered, 0) else 0 end
            as rows_refused_with_file
    from deliveries
    full join row_counts on deliveries.file_name = row_counts.file_name
)

select
    file_name,
    agency,
    extract,
    period,
    status,
    is_superseded,
    declared_rows,
    physical_lines,
    continuation_lines,
    blank_lines,
    rows_delivered,
    rows_staged,
    rows_in_force,
    rows_superseded,
    rows_refused_alone + rows_refused_with_file as rows_refused,
    rows_refused_with_file,
    rows_delivered - rows_staged - rows_refused_alone - rows_refused_with_file as unexplained_rows,
    -- Every line of an admitted file is the header, starts a record, goes on with one, or is blank.
    case
        when status = 'admitted' then physical_lines - 1 - rows_delivered - continuation_lines - blank_lines
        else 0
    end as unexplained_lines
from counted
