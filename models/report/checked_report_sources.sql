-- Says of each credential in the report whether a source of its data is named (policy 5.A(g)).
-- Grain: one row per credential in the report (credential_code).
with reported as (
    select distinct member_1 as credential_code
    from {{ ref('report_cells') }}
    where dimension_1 = 'credential' and member_1 <> 'all' and value > 0
),

sources as (
    select
        credential_code,
        bool_or(source_kind <> 'none') as is_said
    from {{ ref('report_sources') }}
    group by credential_code
)

select
    reported.credential_code,
    not coalesce(sources.is_said, false) as source_unsaid
from reported
left join sources on reported.credential_code = sources.credential_code
