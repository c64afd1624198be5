-- Puts enrollments of the three sectors (policy 4.B(a)) into one shape: a course of a career and technical program, a
-- term of a college program, a training program of a provider. started_on_in_key tells two spells of one training
-- program apart; schools and colleges name a year or term instead.
-- Grain: one row per accepted row of an extract that reports enrollments (file_name, line_number).
with k12 as (
    select * from {{ ref('stg_k12__cte_enrollments') }}
    where is_accepted
),

higher_ed as (
    select * from {{ ref('stg_higher_ed__term_enrollments') }}
    where is_accepted
),

workforce as (
    select * from {{ ref('stg_workforce__training_enrollments') }}
    where is_accepted
),

reports as (
    select
        identity_tuple_id,
        'secondary' as sector,
        school_year,
        school_code as institution_code,
        program_code,
        course_code,
        cast(null as string) as term,
        cip_code,
        start_date as started_on,
        end_date as ended_on,
        cte_status,
        cast(null as string) as award_level,
        cast(null as boolean) as is_completed,
        cast(null as decimal(6, 2)) as credits_attempted,
        cast(null as decimal(6, 2)) as credits_earned,
        cast(null as date) as started_on_in_key,
        'k12' as agency,
        'cte_enrollments' as extract,
        file_name,
        line_number,
        delivered_on,
        extensions
    from k12
    union all
    select
        identity_tuple_id,
        'postsecondary' as sector,
        academic_year as school_year,
        institution_code,
        program_code,
        null as course_code,
        term,
        cip_code,
        start_date as started_on,
        end_date as ended_on,
        null as cte_status,
        award_level,
        null as is_completed,
        credits_attempted,
        credits_earned,
        null as started_on_in_key,
        'higher_ed' as agency,
        'term_enrollments' as extract,
        file_name,
        line_number,
        delivered_on,
        extensions
    from higher_ed
    union all
    select
        identity_tuple_id,
        'workforce' as sector,
        {{ school_year_of('start_date') }} as school_year,
        provider_code as institution_code,
        program_code,
        null as course_code,
        null as term,
        cip_code,
        start_date as started_on,
        end_date as ended_on,
        null as cte_status,
        null as award_level,
        completed as is_completed,
        null as credits_attempted,
        null as credits_earned,
        start_date as started_on_in_key,
        'workforce' as agency,
        'training_enrollments' as extract,
        file_name,
        line_number,
        delivered_on,
        extensions
    from workforce
)

select * from reports
