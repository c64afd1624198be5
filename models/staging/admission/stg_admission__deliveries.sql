-- Says of every file what an agency attested and what admission found: the start of each file's reconciliation.
-- Grain: one row per file (file_name) that a manifest lists or that lies in an extract's folder.
with deliveries as (
    select * from {{ source('admission', 'deliveries') }}
)

select
    file_name,
    agency,
    extract,
    period,
    delivered_on,
    schema_version,
    attested_by,
    attested_on,
    declared_rows,
    sha256,
    file_bytes,
    encoding,
    physical_lines,
    continuation_lines,
    blank_lines,
    rows_delivered,
    status,
    is_superseded,
    refusal_reasons,
    message
from deliveries
