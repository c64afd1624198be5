-- Shows every agency which of its files came in, who attested to each, and why a file was refused.
-- Grain: one row per file (file_name).
with deliveries as (
    select * from {{ ref('stg_admission__deliveries') }}
)

select
    file_name,
    agency,
    extract,
    period,
    delivered_on,
    status,
    is_superseded,
    refusal_reasons as reasons,
    message,
    attested_by,
    attested_on,
    schema_version,
    declared_rows,
    rows_delivered,
    encoding,
    file_bytes,
    sha256
from deliveries
