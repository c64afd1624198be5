-- Gives each award its facts, from the report that speaks for it, and what follows from its day: the person's age, the
-- school year, and whether the List in force held the credential (policy 4.B(c), (d)). Expiry and revocation are taken
-- from whichever source knows of them: an exam's result can't, the board that issues can.
-- Grain: one row per award (credential_award_id), revoked awards included.
with reports as (
    select * from {{ ref('credential_award_reports') }}
),

persons as (
    select * from {{ ref('persons') }}
),

list_years as (
    select * from {{ ref('list_years') }}
),

list_statuses as (
    select * from {{ ref('list_statuses') }}
),

known_to_any as (
    select
        credential_award_id,
        max(expires_on) as expires_on,
        max(revoked_on) as revoked_on,
        count(distinct source) as source_count
    from reports
    group by credential_award_id
)

select
    reports.credential_award_id,
    reports.person_id,
    reports.credential_code,
    reports.earned_on,
    {{ school_year_of('reports.earned_on') }} as school_year,
    {{ age_at('persons.birth_date', 'reports.earned_on') }} as age_at_award,
    coalesce(reports.expires_on, known_to_any.expires_on) as expires_on,
    known_to_any.revoked_on,
    known_to_any.revoked_on is not null as is_revoked,
    -- What was revoked is renewed by nothing: whoever earns it anew earns it for the first time that stands.
    count(case when known_to_any.revoked_on is null then 1 end) over (
        partition by reports.person_id, reports.credential_code
        order by reports.earned_on, reports.credential_award_id
        rows between unbounded preceding and 1 preceding
    ) > 0 as is_renewal,
    list_years.list_year,
    list_statuses.credential_code is not null as is_high_value,
    reports.source as source_of_record,
    known_to_any.source_count,
    reports.extensions
from reports
inner join known_to_any on reports.credential_award_id = known_to_any.credential_award_id
left join persons on reports.person_id = persons.person_id
left join list_years
    on reports.earned_on between list_years.effective_from and list_years.effective_to
left join list_statuses
    on
        reports.credential_code = list_statuses.credential_code
        and reports.earned_on between list_statuses.effective_from and list_statuses.effective_to
where reports.report_rank = 1
