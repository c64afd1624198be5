-- Names the members of every dimension of the report and says what they are part of, for readers and for disclosure
-- control, which must know every sum that a reader can draw. Members of registers stand by name, whatever its case.
-- Grain: one row per dimension and member (dimension, member).
with institutions as (
    select * from {{ ref('dim_institution') }}
),

programs as (
    select * from {{ ref('dim_program') }}
),

members as (
    select
        dimension,
        member,
        label,
        parent_dimension,
        parent_member,
        display_order
    from {{ ref('report_labels') }}
    union all
    select
        'credential' as dimension,
        credential_code as member,
        credential_name as label,
        'career_cluster' as parent_dimension,
        career_cluster as parent_member,
        0 as display_order
    from {{ ref('dim_credential') }}
    union all
    select
        'career_cluster' as dimension,
        career_cluster as member,
        career_cluster_title as label,
        null as parent_dimension,
        null as parent_member,
        0 as display_order
    from {{ ref('dim_career_cluster') }}
    union all
    select
        'program' as dimension,
        program_code as member,
        program_name as label,
        null as parent_dimension,
        null as parent_member,
        0 as display_order
    from programs
    union all
    select
        'course' as dimension,
        course_code as member,
        course_name as label,
        'program' as parent_dimension,
        program_code as parent_member,
        0 as display_order
    from {{ ref('dim_course') }}
    union all
    -- A program that is delivered without courses is its own course.
    select
        'course' as dimension,
        program_code as member,
        program_name || ' (taught without courses)' as label,
        'program' as parent_dimension,
        program_code as parent_member,
        1 as display_order
    from programs
    where sector <> 'secondary'
    union all
    select
        case institution_type when 'college' then 'institution' else institution_type end as dimension,
        institution_code as member,
        institution_name as label,
        case institution_type when 'school' then 'district' when 'district' then 'region' end as parent_dimension,
        case institution_type when 'school' then district_code when 'district' then region_code end as parent_member,
        0 as display_order
    from institutions
    where institution_type in ('college', 'district', 'school')
    union all
    select
        'region' as dimension,
        region_code as member,
        region_name as label,
        null as parent_dimension,
        null as parent_member,
        0 as display_order
    from {{ ref('dim_region') }}
    where not is_statewide
)

select
    dimension,
    member,
    label,
    parent_dimension,
    parent_member,
    cast(
        row_number() over (partition by dimension order by display_order, lower(label), label, member) as integer
    ) as display_order
from members
