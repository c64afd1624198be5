-- Tells readers of the release where the data on each credential comes from (policy 5.A(g)).
-- Grain: one row per credential and source (credential_code, source).
select
    credential_code,
    source,
    credential_name,
    certifying_entity_name,
    is_on_list,
    source_kind,
    reports_attempts,
    reports_awards,
    is_by_direct_agreement
from {{ ref('report_sources') }}
