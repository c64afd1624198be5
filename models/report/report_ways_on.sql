-- Says where people went on to who earned a high-value credential for the first time: whether college or training began
-- within var continuation_days, and whether they worked in the second quarter after, in an industry that is related to
-- the credential or in another (policy 4.A(b)). Of a school year nobody's way is told before everybody's can be seen:
-- until then who went on at once would stand for all.
-- Grain: one row per person whose first high-value credential is of a year that is followed so far (person_id).
with awards as (
    select
        *,
        row_number() over (partition by person_id order by happened_on, event_key) as award_of_person
    from {{ ref('fct_outcome_event') }}
    where event_type = 'award' and is_high_value
),

trainings as (
    select
        person_id,
        started_on
    from {{ ref('fct_program_enrollment') }}
    where sector = 'workforce'
),

trained as (
    select distinct awards.outcome_event_id
    from awards
    inner join trainings
        on
            awards.person_id = trainings.person_id
            and awards.happened_on < trainings.started_on
            and {{ days_between('awards.happened_on', 'trainings.started_on') }} <= {{ var('continuation_days') }}
),

mapped as (
    select distinct credential_code from {{ ref('bridge_credential_industry') }}
)

select
    awards.person_id,
    awards.outcome_event_id,
    awards.school_year,
    awards.credential_code,
    case
        when
            {{ days_between('awards.happened_on', 'continuation.college_started_on') }}
            <= {{ var('continuation_days') }}
            then 'college'
        when trained.outcome_event_id is not null then 'training'
        else 'none_seen'
    end as further_learning,
    case
        when not coalesce(followed.is_employed, false) then 'not_seen'
        when mapped.credential_code is null or followed.main_naics_code is null then 'industry_not_mapped'
        when related.naics_code is not null then 'related_industry'
        else 'another_industry'
    end as work_after
from awards
inner join {{ ref('report_followed_years') }} as followed_years
    on awards.school_year = followed_years.school_year and followed_years.event_type = 'way_on'
inner join {{ ref('fct_continuation') }} as continuation on awards.outcome_event_id = continuation.outcome_event_id
inner join {{ ref('fct_outcome_quarter') }} as followed
    on
        awards.outcome_event_id = followed.outcome_event_id
        and followed.follow_up_quarter = {{ var('wioa_quarters').second_quarter }}
left join trained on awards.outcome_event_id = trained.outcome_event_id
left join mapped on awards.credential_code = mapped.credential_code
left join {{ ref('bridge_credential_industry') }} as related
    on awards.credential_code = related.credential_code and followed.main_naics_code = related.naics_code
where awards.award_of_person = 1
