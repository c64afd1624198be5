-- Says where people went on to who earned a high-value credential for the first time: whether college or training began
-- within var continuation_days, and whether they worked in the second quarter after, in an industry that is related to
-- the credential or in another (policy 4.A(b)). What nobody has delivered yet is a way of its own, so that everybody
-- has one and nobody is taken for idle who can't be seen.
-- Grain: one row per person who ever earned a high-value credential (person_id).
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
        started_on,
        greatest(started_on, coalesce(ended_on, started_on)) as last_day
    from {{ ref('fct_program_enrollment') }}
    where sector = 'workforce'
),

last_training as (
    select max(last_day) as last_day from trainings
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
        when continuation.is_continued then 'college'
        when trained.outcome_event_id is not null then 'training'
        when
            continuation.is_followed
            and {{ days_between('awards.happened_on', 'last_training.last_day') }} >= {{ var('continuation_days') }}
            then 'none_seen'
        else 'not_yet_observable'
    end as further_learning,
    case
        when followed.observation = 'not_loaded' then 'not_yet_observable'
        when not coalesce(followed.is_employed, false) then 'not_seen'
        when mapped.credential_code is null or followed.main_naics_code is null then 'industry_not_mapped'
        when related.naics_code is not null then 'related_industry'
        else 'another_industry'
    end as work_after
from awards
cross join last_training
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
