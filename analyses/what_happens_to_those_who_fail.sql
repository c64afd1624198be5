-- What happens to those who fail a credential?
-- Policy 4.A(b), 4.B(b). Each person's first failure, by whether they passed in the end, beside those who earned the
-- credential and never failed; a person counts once for each credential. Read the rates beside the percent covered:
-- who can't be looked for is unknown, not unemployed. A description and no effect: who passes in the end differs from
-- who gives up.
with parameters as (
    select 4 as quarters_after
),

failed as (
    select *
    from {{ mart('fct_outcome_event') }}
    where event_type = 'failed_attempt' and event_number_of_person = 1
),

starts as (
    select
        outcome_event_id,
        credential_code,
        happened_on,
        earned_later_on,
        case
            when earned_later_on is null then 'failed, not passed since'
            else 'failed, passed later'
        end as what_happened
    from failed
    union all
    select
        awards.outcome_event_id,
        awards.credential_code,
        awards.happened_on,
        null as earned_later_on,
        'passed without failing' as what_happened
    from {{ mart('fct_outcome_event') }} as awards
    left join failed on awards.person_id = failed.person_id and awards.credential_code = failed.credential_code
    where awards.event_type = 'award' and failed.person_id is null
)

select
    credentials.credential_type,
    starts.what_happened,
    count(*) as persons,
    cast(median(starts.earned_later_on - starts.happened_on) as integer) as median_days_to_pass,
    sum(case when followed.observation <> 'not_loaded' then 1 else 0 end) as persons_with_loaded_quarter,
    sum(case when followed.observation in ('paid', 'not_paid') then 1 else 0 end) as persons_observed,
    {{ percent_of("sum(case when followed.observation in ('paid', 'not_paid') then 1 else 0 end)", 'count(*)') }}
        as percent_covered,
    sum(cast(followed.is_employed as integer)) as persons_employed,
    {{ percent_of(
        'sum(cast(followed.is_employed as integer))',
        "sum(case when followed.observation in ('paid', 'not_paid') then 1 else 0 end)"
    ) }} as percent_employed_of_observed,
    {{ median_amount('case when followed.is_employed then followed.real_wages end') }} as median_real_quarter_wages
from starts
cross join parameters
inner join {{ mart('fct_outcome_quarter') }} as followed
    on
        starts.outcome_event_id = followed.outcome_event_id
        and parameters.quarters_after = followed.follow_up_quarter
inner join {{ mart('dim_credential') }} as credentials on starts.credential_code = credentials.credential_code
group by credentials.credential_type, starts.what_happened
order by credentials.credential_type, starts.what_happened
