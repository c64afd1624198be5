-- Says of each student who left secondary education what they held by then and where they were found after, from which
-- Perkins V's measures are counted (policy 4.A(b)): a recognized postsecondary credential, further study, work.
-- Grain: one row per student who graduated or left without a diploma (outcome_event_id).
with exits as (
    select * from {{ ref('fct_outcome_event') }}
    where (completion_type = 'diploma' or event_type = 'school_exit') and event_number_of_person = 1
),

followed as (
    select followed.*
    from {{ ref('fct_outcome_quarter') }} as followed
    inner join exits on followed.outcome_event_id = exits.outcome_event_id
    where followed.follow_up_quarter = {{ var('perkins_quarter') }}
),

quarters as (
    select * from {{ ref('dim_quarter') }}
),

enrollments as (
    select * from {{ ref('fct_program_enrollment') }}
    where sector in ('postsecondary', 'workforce')
),

last_term as (
    select max(greatest(started_on, coalesce(ended_on, started_on))) as last_day
    from enrollments
    where sector = 'postsecondary'
),

credentialed as (
    select distinct exits.outcome_event_id
    from exits
    inner join {{ ref('fct_outcome_event') }} as earned
        on exits.person_id = earned.person_id and exits.happened_on >= earned.happened_on
    where
        earned.event_type = 'award'
        or (earned.event_type = 'completion' and earned.completion_type not in ('diploma', 'training'))
),

studying as (
    select distinct followed.outcome_event_id
    from followed
    inner join quarters on followed.quarter_sequence = quarters.quarter_sequence
    inner join enrollments
        on
            followed.person_id = enrollments.person_id
            and quarters.last_day >= enrollments.started_on
            and quarters.first_day <= coalesce(enrollments.ended_on, quarters.first_day)
),

-- Of a quarter that colleges haven't delivered, nobody can tell who studied.
placed as (
    select
        exits.outcome_event_id,
        followed.observation,
        followed.is_provisional,
        followed.is_employed,
        followed.is_federal_employee or followed.is_self_employed or followed.is_employed_out_of_state
            as is_employed_elsewhere,
        followed.is_in_armed_forces,
        coalesce(quarters.first_day <= last_term.last_day, false) and followed.observation <> 'not_loaded'
            as is_followed,
        studying.outcome_event_id is not null as is_in_study
    from exits
    inner join followed on exits.outcome_event_id = followed.outcome_event_id
    left join quarters on followed.quarter_sequence = quarters.quarter_sequence
    left join studying on exits.outcome_event_id = studying.outcome_event_id
    cross join last_term
),

found as (
    select
        *,
        is_in_study or coalesce(is_employed_elsewhere, false) or coalesce(is_in_armed_forces, false) as is_found
    from placed
)

select
    exits.outcome_event_id,
    exits.person_id,
    exits.happened_on as left_on,
    exits.school_year,
    exits.event_type = 'completion' as is_graduate,
    credentialed.outcome_event_id is not null as has_credential,
    found.is_followed,
    case when found.is_followed then found.is_provisional end as is_provisional,
    case when found.is_followed then found.is_in_study end as is_in_study,
    case when found.is_followed then found.is_employed end as is_employed,
    case when found.is_followed then found.is_employed_elsewhere end as is_employed_elsewhere,
    case when found.is_followed then found.is_in_armed_forces end as is_in_armed_forces,
    -- No delivery tells of service as in the Peace Corps.
    cast(null as boolean) as is_in_service,
    case
        when found.is_followed then found.is_found or coalesce(found.is_employed, false)
    end as is_placed,
    -- Whoever was found is observed, whether or not wage records could know them.
    found.is_followed and (found.is_found or found.observation in ('paid', 'not_paid')) as is_observed
from exits
inner join found on exits.outcome_event_id = found.outcome_event_id
left join credentialed on exits.outcome_event_id = credentialed.outcome_event_id
