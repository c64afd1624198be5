-- Holds what each certifying entity has agreed to share (policy 4.C) against what its files hold: what was agreed and
-- never came, and what came although no agreement covers it.
-- Grain: one row per certifying entity of the catalog (certifying_entity_code).
with entities as (
    select
        certifying_entity_code,
        min(certifying_entity_name) as certifying_entity_name
    from {{ ref('dim_credential') }}
    group by certifying_entity_code
),

listed as (
    select
        certifying_entity_code,
        count(*) as listed_credential_count
    from {{ ref('listed_credentials') }}
    where cast('{{ var("as_of_date") }}' as date) between effective_from and effective_to
    group by certifying_entity_code
),

agreements as (
    select
        *,
        row_number() over (
            partition by certifying_entity_code
            order by in_force_from desc, data_sharing_id desc
        ) as recency
    from {{ ref('data_sharing_agreements') }}
    where
        cast('{{ var("as_of_date") }}' as date) between greatest(signed_on, in_force_from)
        and coalesce(in_force_to, cast('{{ var("as_of_date") }}' as date))
),

attempts as (
    select
        source,
        bool_or(reported_score is not null) as delivers_scores,
        max(delivered_on) as last_delivered_on
    from {{ ref('fct_credential_attempt_source') }}
    group by source
),

parts as (
    select source_of_record as source
    from {{ ref('fct_credential_attempt') }}
    group by source_of_record
    having bool_or(coalesce(cardinality(sub_scores), 0) > 0)
),

awards as (
    select
        source,
        max(delivered_on) as last_delivered_on
    from {{ ref('fct_credential_award_source') }}
    group by source
)

select
    entities.certifying_entity_code,
    entities.certifying_entity_name,
    coalesce(listed.listed_credential_count, 0) as listed_credential_count,
    agreements.data_sharing_id,
    agreements.agency_id,
    agreements.legal_basis,
    agreements.in_force_from,
    agreements.in_force_to,
    agreements.identifiers,
    agreements.covers_attempts,
    agreements.covers_scores,
    agreements.covers_sub_scores,
    agreements.covers_awards,
    attempts.source is not null as delivers_attempts,
    coalesce(attempts.delivers_scores, false) as delivers_scores,
    parts.source is not null as delivers_sub_scores,
    awards.source is not null as delivers_awards,
    greatest(attempts.last_delivered_on, awards.last_delivered_on) as last_delivered_on
from entities
left join listed on entities.certifying_entity_code = listed.certifying_entity_code
left join agreements
    on entities.certifying_entity_code = agreements.certifying_entity_code and agreements.recency = 1
left join attempts on entities.certifying_entity_code = attempts.source
left join parts on entities.certifying_entity_code = parts.source
left join awards on entities.certifying_entity_code = awards.source
