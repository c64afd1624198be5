-- Puts diplomas and college awards into one shape, says whose each is and which report of it stands: the one delivered
-- last. A training program's completion is no award and stays with its enrollment.
-- Grain: one row per accepted row of an extract that reports completions (file_name, line_number); set_aside_reason is
-- empty where the report counts.
with graduates as (
    select * from {{ ref('stg_k12__graduates') }}
    where is_accepted
),

college_completions as (
    select * from {{ ref('stg_higher_ed__completions') }}
    where is_accepted
),

tuple_persons as (
    select * from {{ ref('tuple_persons') }}
),

reports as (
    select
        identity_tuple_id,
        school_year,
        'diploma' as completion_type,
        diploma_type,
        school_code as institution_code,
        cast(null as string) as program_code,
        cast(null as string) as cip_code,
        graduation_date as completed_on,
        'k12' as agency,
        'graduates' as extract,
        file_name,
        line_number,
        delivered_on,
        extensions
    from graduates
    union all
    select
        identity_tuple_id,
        academic_year as school_year,
        award_level as completion_type,
        null as diploma_type,
        institution_code,
        program_code,
        cip_code,
        completed_on,
        'higher_ed' as agency,
        'completions' as extract,
        file_name,
        line_number,
        delivered_on,
        extensions
    from college_completions
),

identified as (
    select
        reports.*,
        tuple_persons.person_id,
        case when reports.completion_type is null then 'unmapped_award_level_code' end as reason_of_row
    from reports
    inner join tuple_persons on reports.identity_tuple_id = tuple_persons.identity_tuple_id
),

hashed as (
    select
        *,
        {{ surrogate_key([
            'person_id', 'completion_type', 'institution_code', 'program_code', 'school_year'
        ]) }} as completion_id,
        {{ surrogate_key(['diploma_type', 'cip_code', 'completed_on']) }} as content
    from identified
)

select
    completion_id,
    person_id,
    completion_type,
    diploma_type,
    institution_code,
    program_code,
    cip_code,
    school_year,
    completed_on,
    agency,
    extract,
    file_name,
    line_number,
    delivered_on,
    extensions,
    coalesce(reason_of_row, {{ reason_of_repeat('completion_id', 'content') }}) as set_aside_reason
from hashed
