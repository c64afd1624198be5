-- Keeps each request about the List with its status and dates, and holds it against the Council's cycle (policy
-- 3.A(c)(vi)): whether it came while petitions were open, and whether it was decided before the List was approved.
-- Grain: one row per submission (submission_id).
with submissions as (
    {{ latest_rows('stg_council__submissions', ['submission_id']) }}
),

calendar as (
    select * from {{ ref('list_calendar') }}
),

versions as (
    select * from {{ ref('list_versions') }}
),

listed as (
    select * from {{ ref('dim_credential_list_status') }}
)

select
    submissions.submission_id,
    submissions.list_year,
    submissions.credential_code,
    submissions.credential_name,
    submissions.request_code,
    submissions.submitter_kind_code,
    submissions.submitted_on,
    submissions.review_began_on,
    submissions.decided_on,
    submissions.status_code,
    submissions.decision_reason,
    submissions.submitted_on between calendar.petitions_open_on and calendar.petitions_close_on
        as is_in_petition_window,
    case
        when versions.approved_on is not null
            then coalesce(submissions.decided_on <= versions.approved_on, false)
    end as is_decided_before_approval,
    case when versions.list_year is not null then listed.credential_code is not null end as is_on_the_list
from submissions
left join calendar on submissions.list_year = calendar.list_year
left join versions on submissions.list_year = versions.list_year
left join listed
    on submissions.list_year = listed.list_year and submissions.credential_code = listed.credential_code
