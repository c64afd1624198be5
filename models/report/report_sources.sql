-- Says of each credential where its attempts and awards are known from, and with which entities the agencies have
-- direct agreements (policy 5.A(g)). It names sources and counts nothing.
-- Grain: one row per credential and source (credential_code, source); none stands where no source names the credential.
with credentials as (
    select * from {{ ref('dim_credential') }}
),

listed as (
    select distinct credential_code
    from {{ ref('dim_credential_list_status') }}
    where cast('{{ var("as_of_date") }}' as date) between effective_from and effective_to
),

agreements as (
    select
        certifying_entity_code,
        bool_or(data_sharing_id is not null) as has_agreement
    from {{ ref('data_sharing_coverage') }}
    group by certifying_entity_code
),

reports as (
    select
        credential_code,
        source,
        source_kind,
        true as is_of_attempt
    from {{ ref('fct_credential_attempt_source') }}
    union all
    select
        credential_code,
        source,
        source_kind,
        false as is_of_attempt
    from {{ ref('fct_credential_award_source') }}
),

sources as (
    select
        credential_code,
        source,
        source_kind,
        bool_or(is_of_attempt) as reports_attempts,
        bool_or(not is_of_attempt) as reports_awards
    from reports
    group by credential_code, source, source_kind
)

select
    credentials.credential_code,
    coalesce(sources.source, 'none') as source,
    credentials.credential_name,
    credentials.certifying_entity_name,
    listed.credential_code is not null as is_on_list,
    coalesce(sources.source_kind, 'none') as source_kind,
    coalesce(sources.reports_attempts, false) as reports_attempts,
    coalesce(sources.reports_awards, false) as reports_awards,
    coalesce(agreements.has_agreement and sources.source = agreements.certifying_entity_code, false)
        as is_by_direct_agreement
from credentials
left join listed on credentials.credential_code = listed.credential_code
left join sources on credentials.credential_code = sources.credential_code
left join agreements on credentials.certifying_entity_code = agreements.certifying_entity_code
