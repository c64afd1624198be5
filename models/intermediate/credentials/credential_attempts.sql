-- Gives each attempt its facts, from the report that speaks for it, and what follows from its day: the person's age,
-- the school year, and whether the List in force held the credential (policy 4.B(b), (d)).
-- Grain: one row per attempt (credential_attempt_id).
with reports as (
    select * from {{ ref('credential_attempt_reports') }}
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

source_counts as (
    select
        credential_attempt_id,
        count(distinct source) as source_count
    from reports
    group by credential_attempt_id
)

select
    reports.credential_attempt_id,
    reports.person_id,
    reports.credential_code,
    reports.attempted_on,
    {{ school_year_of('reports.attempted_on') }} as school_year,
    {{ age_at('persons.birth_date', 'reports.attempted_on') }} as age_at_attempt,
    row_number() over (
        partition by reports.person_id, reports.credential_code
        order by reports.attempted_on, reports.result, reports.credential_attempt_id
    ) as attempt_number_of_person,
    reports.result,
    reports.result = 'passed' as is_passed,
    reports.score,
    reports.cut_score,
    reports.sub_scores,
    reports.is_proctored,
    list_years.list_year,
    list_statuses.credential_code is not null as is_high_value,
    reports.source as source_of_record,
    source_counts.source_count,
    reports.extensions
from reports
inner join source_counts on reports.credential_attempt_id = source_counts.credential_attempt_id
left join persons on reports.person_id = persons.person_id
left join list_years
    on reports.attempted_on between list_years.effective_from and list_years.effective_to
left join list_statuses
    on
        reports.credential_code = list_statuses.credential_code
        and reports.attempted_on between list_statuses.effective_from and list_statuses.effective_to
where reports.report_rank = 1
