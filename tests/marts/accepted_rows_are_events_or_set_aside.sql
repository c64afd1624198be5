-- Every accepted row of an extract that reports events stands behind an event or in quality.rows_set_aside, never in
-- both and never in neither. Each row returned is an accepted row that went missing or was counted on both sides: a
-- model between staging and the fact drops or repeats it.
{%- set event_models = [
    'stg_k12__cte_enrollments', 'stg_k12__graduates', 'stg_k12__credential_attempts', 'stg_higher_ed__term_enrollments',
    'stg_higher_ed__completions', 'stg_higher_ed__credit_awards', 'stg_higher_ed__credential_attempts',
    'stg_workforce__training_enrollments', 'stg_workforce__credential_attainments', 'stg_labor__wage_records'
] + staged_models_of('credentialing') %}
{%- set events = [
    ('credential_attempt_reports', 'fct_credential_attempt', 'credential_attempt_id', 'true'),
    ('credential_award_reports', 'fct_credential_award', 'credential_award_id', 'true'),
    ('program_enrollment_reports', 'fct_program_enrollment', 'program_enrollment_id', 'set_aside_reason is null'),
    ('completion_reports', 'fct_completion', 'completion_id', 'set_aside_reason is null'),
    ('articulated_credit_reports', 'fct_articulated_credit', 'articulated_credit_id', 'set_aside_reason is null'),
] %}

with accepted as (
    {%- for model in event_models %}
    select
        file_name,
        line_number
    from {{ ref(model) }}
    where is_accepted
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- A passed exam stands behind an attempt and an award: union, so that it counts once.
behind_events as (
    {%- for reports, fact, key, condition in events %}
    select
        reports.file_name,
        reports.line_number
    from {{ ref(reports) }} as reports
    inner join {{ ref(fact) }} as facts on reports.{{ key }} = facts.{{ key }}
    where {{ condition }}
    union
    {%- endfor %}
    select
        reports.file_name,
        reports.line_number
    from {{ ref('wage_reports') }} as reports
    inner join {{ ref('fct_employment') }} as facts
        on
            reports.person_id = facts.person_id
            and reports.employer_id = facts.employer_id
            and {{ calendar_quarter_of('reports.quarter_starts_on') }} = facts.calendar_quarter
    where reports.set_aside_reason is null
),

both_sides as (
    select
        file_name,
        line_number,
        1 as rows_accepted,
        0 as rows_accounted
    from accepted
    union all
    select
        file_name,
        line_number,
        0 as rows_accepted,
        1 as rows_accounted
    from behind_events
    union all
    select
        file_name,
        line_number,
        0 as rows_accepted,
        1 as rows_accounted
    from {{ ref('rows_set_aside') }}
),

counted as (
    select
        file_name,
        line_number,
        sum(rows_accepted) as rows_accepted,
        sum(rows_accounted) as rows_accounted
    from both_sides
    group by file_name, line_number
)

select * from counted
where rows_accepted <> 1 or rows_accounted <> 1
