-- Says of each listed credential at which colleges an agreement stands and at which none does (policy 2.E(d)): the
-- gaps of statewide articulation, row by row. An agreement counts that bound on any day of the List.
-- Grain: one row per List, credential on it and college open then (list_year, credential_code, institution_code).
with list_statuses as (
    select * from {{ ref('dim_credential_list_status') }}
),

colleges as (
    select * from {{ ref('dim_institution') }}
    where institution_type = 'college'
),

agreements as (
    select * from {{ ref('dim_articulation_agreement') }}
),

expected as (
    select
        list_statuses.list_year,
        list_statuses.credential_code,
        list_statuses.effective_from,
        list_statuses.effective_to,
        colleges.institution_code
    from list_statuses
    inner join colleges
        on
            list_statuses.effective_to >= colleges.opened_on
            and list_statuses.effective_from <= coalesce(colleges.closed_on, list_statuses.effective_from)
)

select
    expected.list_year,
    expected.credential_code,
    expected.institution_code,
    count(agreements.agreement_id) > 0 as has_agreement,
    coalesce(bool_or(agreements.is_statewide), false) as is_open_to_all_districts,
    count(agreements.agreement_id) as agreement_count,
    min(agreements.credits) as least_credits,
    max(agreements.credits) as most_credits
from expected
left join agreements
    on
        expected.credential_code = agreements.credential_code
        and expected.institution_code = agreements.receiving_institution_code
        and expected.effective_to >= agreements.in_force_from
        and expected.effective_from <= coalesce(agreements.in_force_to, expected.effective_from)
group by expected.list_year, expected.credential_code, expected.institution_code
