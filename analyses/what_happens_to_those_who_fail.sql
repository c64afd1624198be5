-- What happens to those who fail a credential?
-- Policy 4.A(b), 4.B(b). Each person's first failure, by whether they passed in the end, beside those who earned the
-- credential without having failed it before; a person counts once for each credential, and with work and pay in WIOA's
-- fourth quarter. Read the rates beside the percent covered: who can't be looked for is unknown, not unemployed. A
-- description and no effect: who passes in the end differs from who gives up.
with earned as (
    select *
    from {{ mart('fct_outcome_event') }}
    where event_type = 'award' and event_number_of_person = 1
),

-- Who fails a credential already earned, as when renewing it, hasn't failed to earn it.
failed as (
    select failures.*
    from {{ mart('fct_outcome_event') }} as failures
    left join earned
        on
            failures.person_id = earned.person_id
            and failures.credential_code = earned.credential_code
            and failures.happened_on > earned.happened_on
    where failures.event_type = 'failed_attempt' and failures.event_number_of_person = 1 and earned.person_id is null
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
        earned.outcome_event_id,
        earned.credential_code,
        earned.happened_on,
        null as earned_later_on,
        'passed without failing' as what_happened
    from earned
    left join failed on earned.person_id = failed.person_id and earned.credential_code = failed.credential_code
    where failed.person_id is null
)

select
    credentials.credential_type,
    starts.what_happened,
    count(*) as persons,
    cast(round(median({{ days_between('starts.happened_on', 'starts.earned_later_on') }}), 0) as integer)
        as median_days_to_pass,
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
inner join {{ mart('fct_outcome_quarter') }} as followed
    on
        starts.outcome_event_id = followed.outcome_event_id
        and followed.follow_up_quarter = {{ var('wioa_quarters').fourth_quarter }}
inner join {{ mart('dim_credential') }} as credentials on starts.credential_code = credentials.credential_code
group by credentials.credential_type, starts.what_happened
order by credentials.credential_type, starts.what_happened
