-- Names the members of every dimension of the report and says what they are part of, for readers and for disclosure
-- control, which must know every sum that a reader can draw.
-- Grain: one row per dimension and member (dimension, member).
with labels as (
    select * from {{ ref('report_labels') }}
),

institutions as (
    select * from {{ ref('dim_institution') }}
),

programs as (
    select * from {{ ref('dim_program') }}
),

named as (
    select dimension, member, label, display_order from labels
    union all
    select 'credential', credential_code, credential_name, 1 from {{ ref('dim_credential') }}
    union all
    select 'career_cluster', career_cluster, career_cluster_title, 1 from {{ ref('dim_career_cluster') }}
    union all
    select 'program', program_code, program_name, 1 from programs
    union all
    select 'course', course_code, course_name, 1 from {{ ref('dim_course') }}
    union all
    -- A program that delivers no courses is its own course.
    select 'course', program_code, program_name || ' (no course)', 2 from programs where sector <> 'secondary'
    union all
    select 'institution', institution_code, institution_name, 1 from institutions where institution_type = 'college'
    union all
    select 'district', institution_code, institution_name, 1 from institutions where institution_type = 'district'
    union all
    select 'school', institution_code, institution_name, 1 from institutions where institution_type = 'school'
    union all
    select 'region', region_code, region_name, 1 from {{ ref('dim_region') }} where not is_statewide
),

parents as (
    select 'credential' as dimension, credential_code as member, 'career_cluster' as parent_dimension, career_cluster as parent_member
    from {{ ref('dim_credential') }}
    union all
    select 'course', course_code, 'program', program_code from {{ ref('dim_course') }}
    union all
    select 'course', program_code, 'program', program_code from programs where sector <> 'secondary'
    union all
    select 'district', institution_code, 'region', region_code from institutions where institution_type = 'district'
    union all
    select 'school', institution_code, 'district', district_code from institutions where institution_type = 'school'
    union all
    select 'district', 'not_a_student', 'region', 'not_a_student'
    union all
    select 'school', 'not_a_student', 'district', 'not_a_student'
)

select
    named.dimension,
    named.member,
    named.label,
    parents.parent_dimension,
    parents.parent_member,
    cast(
        row_number() over (partition by named.dimension order by named.display_order, named.label, named.member) as integer
    ) as display_order
from named
left join parents on named.dimension = parents.dimension and named.member = parents.member
