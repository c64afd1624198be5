-- Says of each listed credential whether it is articulated, was decided not to be, or was left undecided, and with
-- which share of the state's colleges (policy 2.E(d), 3.A(e)).
-- Grain: one row per List and credential on it (list_year, credential_code).
with list_statuses as (
    select * from {{ ref('dim_credential_list_status') }}
),

by_credential as (
    select
        list_year,
        credential_code,
        sum(agreement_count) as agreement_count,
        count(*) as institution_count,
        count(*) filter (where has_agreement) as institutions_with_agreement,
        count(*) filter (where is_open_to_all_districts) as institutions_open_to_all_districts,
        min(least_credits) as least_credits,
        max(most_credits) as most_credits
    from {{ ref('articulation_by_institution') }}
    group by list_year, credential_code
),

-- Of several decisions that hold on days of one List the latest counts.
decisions as (
    select
        list_statuses.list_year,
        list_statuses.credential_code,
        decisions.decided_on,
        decisions.reason,
        row_number() over (
            partition by list_statuses.list_year, list_statuses.credential_code
            order by decisions.effective_from desc
        ) as recency
    from list_statuses
    inner join {{ ref('no_articulation_decisions') }} as decisions
        on
            list_statuses.credential_code = decisions.credential_code
            and list_statuses.effective_to >= decisions.effective_from
            and list_statuses.effective_from <= coalesce(decisions.effective_to, list_statuses.effective_from)
)

select
    list_statuses.list_year,
    list_statuses.credential_code,
    case
        when by_credential.agreement_count > 0 then 'agreement'
        when decisions.decided_on is not null then 'none'
        else 'undecided'
    end as articulation_status,
    cast(coalesce(by_credential.agreement_count, 0) as bigint) as agreement_count,
    coalesce(by_credential.institution_count, 0) as institution_count,
    coalesce(by_credential.institutions_with_agreement, 0) as institutions_with_agreement,
    coalesce(by_credential.institutions_open_to_all_districts, 0) as institutions_open_to_all_districts,
    cast(
        by_credential.institutions_with_agreement / nullif(by_credential.institution_count, 0) as decimal(5, 4)
    ) as institution_share,
    by_credential.least_credits,
    by_credential.most_credits,
    decisions.decided_on as no_agreement_decided_on,
    decisions.reason as no_agreement_reason
from list_statuses
left join by_credential
    on
        list_statuses.list_year = by_credential.list_year
        and list_statuses.credential_code = by_credential.credential_code
left join decisions
    on
        list_statuses.list_year = decisions.list_year
        and list_statuses.credential_code = decisions.credential_code
        and decisions.recency = 1
