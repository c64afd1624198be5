-- Says of every report of an attempt or award as delivered which of the Council's rules it breaks, all rules in one
-- pass. A flag is empty where its rule doesn't speak of the row.
-- Grain: one row per accepted row of an extract that reports attempts or awards (file_name, line_number).
with parameters as (
    {{ rule_parameters([
        'days_from_attempt_to_award', 'expiry_leeway_days', 'sub_score_leeway', 'like_results'
    ]) }}
),

reports as (
    select
        *,
        coalesce(attempted_on, earned_on) as event_on
    from {{ ref('credential_reports') }}
),

attempt_numbers as (
    select
        file_name,
        line_number,
        attempt_number
    from {{ ref('reported_credentials') }}
    where attempt_number is not null
),

test_centers as (
    {{ union_staged(
        staged_models_of('credentialing'),
        ['file_name', 'line_number', 'test_center_code', 'is_accepted']
    ) }}
),

institutions as (
    {{ latest_rows('stg_council__institutions', ['institution_code']) }}
),

catalog as (
    {{ latest_rows('stg_council__credentials', ['credential_code']) }}
),

list_statuses as (
    select * from {{ ref('list_statuses') }}
),

persons as (
    select * from {{ ref('persons') }}
),

agencies as (
    select * from {{ ref('person_agencies') }}
),

numbered as (
    select
        reports.file_name,
        reports.line_number,
        attempt_numbers.attempt_number
        <> lag(attempt_numbers.attempt_number) over (
            partition by reports.person_id, reports.source, reports.credential_code
            order by reports.attempted_on, attempt_numbers.attempt_number, reports.file_name, reports.line_number
        ) + 1 as is_skipping
    from reports
    inner join attempt_numbers
        on reports.file_name = attempt_numbers.file_name and reports.line_number = attempt_numbers.line_number
    where reports.set_aside_reason is null
),

centered as (
    select
        test_centers.file_name,
        test_centers.line_number,
        institutions.institution_code is null as is_unknown
    from test_centers
    left join institutions on test_centers.test_center_code = institutions.institution_code
    where test_centers.is_accepted and test_centers.test_center_code is not null
),

compared as (
    select
        reports.*,
        catalog.offered_until,
        catalog.minimum_age,
        catalog.validity_months,
        list_avg(map_values(reports.sub_scores)) as mean_of_parts,
        list_min(map_values(reports.sub_scores)) as least_part,
        count(*) over (
            partition by reports.source, reports.credential_code, reports.attempted_on, reports.score
        ) as like_results_that_day,
        bool_or(reports.is_proctored is not null) over (partition by reports.source) as says_proctoring
    from reports
    left join catalog on reports.credential_code = catalog.credential_code
)

select
    compared.file_name,
    compared.line_number,
    coalesce(compared.set_aside_reason = 'duplicate_row', false) as report_repeated,
    coalesce(
        compared.set_aside_reason in ('unmapped_credential_code', 'no_such_credential'), false
    ) as credential_code_unknown,
    {{ days_between('compared.attempted_on', 'compared.earned_on') }}
    > parameters.days_from_attempt_to_award as earned_long_after_attempt,
    case when compared.credential_code is not null then coalesce(compared.event_on > compared.offered_until, false) end
        as credential_withdrawn,
    {{ age_at('persons.birth_date', 'compared.event_on') }} < compared.minimum_age as under_minimum_age,
    case
        when compared.score is not null then abs(compared.mean_of_parts - compared.score) > parameters.sub_score_leeway
        when compared.result is not null then compared.result = 'passed' and compared.least_part = 0
    end as sub_scores_disagree,
    numbered.is_skipping as attempt_number_skips,
    abs({{ days_between(
        'compared.expires_on', 'compared.earned_on + to_months(compared.validity_months)'
    ) }}) > parameters.expiry_leeway_days as expiry_off,
    case
        when compared.agency = 'credentialing' and compared.earned_on is not null
            then not (
                agencies.is_known_to_k12 or agencies.is_known_to_higher_ed or agencies.is_known_to_workforce
                or agencies.is_known_to_labor or agencies.is_known_to_motor_vehicles
            )
    end as vendor_award_unmatched,
    centered.is_unknown as test_center_unknown,
    case when compared.score is not null then compared.like_results_that_day >= parameters.like_results end
        as batch_of_like_results,
    case
        when compared.says_proctoring and compared.result is not null and list_statuses.credential_code is not null
            then compared.is_proctored is null
    end as proctoring_unsaid
from compared
cross join parameters
left join persons on compared.person_id = persons.person_id
left join agencies on compared.person_id = agencies.person_id
left join numbered on compared.file_name = numbered.file_name and compared.line_number = numbered.line_number
left join centered on compared.file_name = centered.file_name and compared.line_number = centered.line_number
left join list_statuses
    on
        compared.credential_code = list_statuses.credential_code
        and compared.event_on between list_statuses.effective_from and list_statuses.effective_to
