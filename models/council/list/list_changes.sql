-- Tells what changed from one List to the next, and whether those who teach had notice (policy 3.A(d)).
-- Grain: one row per List year and credential that changed (list_year, credential_code).
with differences as (
    select * from {{ ref('list_differences') }}
),

versions as (
    select * from {{ ref('list_versions') }}
),

notices as (
    select
        list_year,
        credential_code,
        nullif({{ joined_texts('case when is_due then audience_code end', 'audience_code', ', ') }}, '')
            as audiences_due,
        nullif({{ joined_texts('case when is_told_in_time then audience_code end', 'audience_code', ', ') }}, '')
            as audiences_told,
        min(first_sent_on) as first_notice_on,
        bool_and(case when is_due then is_told_in_time end) as is_notice_given
    from {{ ref('list_change_notices') }}
    group by list_year, credential_code
),

submissions as (
    select
        list_year,
        credential_code,
        {{ joined_texts('submission_id', 'submission_id', ', ') }} as submission_ids
    from ({{ latest_rows('stg_council__submissions', ['submission_id']) }}) as rows_in_force
    where status_code = 'approved'
    group by list_year, credential_code
)

select
    differences.list_year,
    differences.credential_code,
    differences.prior_list_year,
    differences.change_kind,
    differences.level_before,
    differences.level_after,
    differences.replaced_by_code,
    versions.is_substantially_same,
    versions.notice_due_on,
    notices.audiences_due,
    notices.audiences_told,
    notices.first_notice_on,
    notices.is_notice_given,
    submissions.submission_ids
from differences
inner join versions on differences.list_year = versions.list_year
left join notices
    on differences.list_year = notices.list_year and differences.credential_code = notices.credential_code
left join submissions
    on differences.list_year = submissions.list_year and differences.credential_code = submissions.credential_code
