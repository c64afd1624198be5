-- Communicates whether and how each type of credential is used in hiring, promotion and pay (policy 3.A(a)(iii)): the
-- Council's statement, and what employers answered in the survey on which the List of the year rests.
-- Grain: one row per List year and type that the survey asked about (list_year, credential_type).
with types as (
    select * from {{ ref('credential_types') }}
),

calendar as (
    select * from {{ ref('list_calendar') }}
),

survey as (
    {{ latest_rows('stg_council__employer_surveys', ['survey_year', 'response_number', 'credential_code']) }}
),

credentials as (
    select * from {{ ref('dim_credential') }}
),

answered as (
    select
        calendar.list_year,
        credentials.credential_type,
        count(*) as answer_count,
        avg(case when survey.is_used_in_hiring then 1.0 when not survey.is_used_in_hiring then 0.0 end) as share_hiring,
        avg(case when survey.is_used_in_promotion then 1.0 when not survey.is_used_in_promotion then 0.0 end)
            as share_promotion,
        avg(case when survey.is_used_in_pay then 1.0 when not survey.is_used_in_pay then 0.0 end) as share_pay
    from calendar
    inner join survey on calendar.evidence_year = survey.survey_year
    inner join credentials on survey.credential_code = credentials.credential_code
    group by calendar.list_year, credentials.credential_type
)

select
    answered.list_year,
    types.credential_type,
    types.title,
    types.definition,
    types.told_apart_by,
    answered.answer_count,
    cast(answered.share_hiring as decimal(9, 6)) as share_hiring,
    types.use_in_hiring,
    cast(answered.share_promotion as decimal(9, 6)) as share_promotion,
    types.use_in_promotion,
    cast(answered.share_pay as decimal(9, 6)) as share_pay,
    types.use_in_pay
from answered
inner join types on answered.credential_type = types.credential_type
