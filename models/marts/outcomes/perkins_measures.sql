-- Measures career and technical education as Perkins V does (policy 4.A(b)), by the year in which concentrators left
-- school. 5S1: of those who graduated, who held a recognized postsecondary credential by then. 3S1: of all who left,
-- who was in postsecondary education or training or employed in the second quarter after.
-- Grain: one row per school year, career cluster and program (school_year, career_cluster, program_code), 'all' for
-- all. A person who concentrated in two programs counts in each, and once in what holds both.
{%- set conditions = {
    'graduated': 'is_graduate',
    'with_credential': 'is_graduate and has_credential',
    'exited': 'true',
    'followed': 'is_followed',
    'observed': 'is_observed',
    'provisional': 'is_provisional',
    'in_study': 'is_in_study',
    'employed': 'is_employed',
    'placed': 'is_placed',
} %}
{#- Empty, not zero, as long as no delivery tells of them. #}
{%- set unstaged = ['employed_elsewhere', 'in_armed_forces', 'in_service'] %}
with concentrators as (
    select
        enrollments.person_id,
        enrollments.program_code,
        coalesce(programs.career_cluster, 'unknown') as career_cluster,
        min(enrollments.started_on) as concentrated_from
    from {{ ref('fct_program_enrollment') }} as enrollments
    left join {{ ref('dim_program') }} as programs on enrollments.program_code = programs.program_code
    where enrollments.sector = 'secondary' and enrollments.cte_status in ('concentrator', 'completer')
    group by enrollments.person_id, enrollments.program_code, programs.career_cluster
),

cohort as (
    select
        exits.*,
        concentrators.career_cluster,
        concentrators.program_code
    from {{ ref('fct_school_exit') }} as exits
    inner join concentrators
        on exits.person_id = concentrators.person_id and exits.left_on >= concentrators.concentrated_from
),

levels as (
    select 'program' as level
    union all
    select 'cluster' as level
    union all
    select 'all' as level
),

placed as (
    select
        cohort.*,
        case when levels.level = 'all' then 'all' else cohort.career_cluster end as counted_cluster,
        case when levels.level = 'program' then cohort.program_code else 'all' end as counted_program
    from cohort
    cross join levels
),

counted as (
    select
        school_year,
        counted_cluster as career_cluster,
        {%- for name, condition in conditions.items() %}
        cast(count(distinct case when {{ condition }} then person_id end) as integer) as persons_{{ name }},
        {%- endfor %}
        {%- for name in unstaged %}
        cast(
            case
                when count(is_{{ name }}) > 0 then count(distinct case when is_{{ name }} then person_id end)
            end as integer
        ) as persons_{{ name }},
        {%- endfor %}
        counted_program as program_code
    from placed
    group by school_year, counted_cluster, counted_program
)

select
    school_year,
    career_cluster,
    program_code,
    persons_graduated,
    persons_with_credential,
    {{ percent_of('persons_with_credential', 'persons_graduated') }} as percent_with_credential,
    persons_exited,
    persons_followed,
    persons_observed,
    persons_provisional,
    {{ percent_of('persons_observed', 'persons_exited') }} as percent_covered,
    persons_in_study,
    persons_employed,
    persons_employed_elsewhere,
    persons_in_armed_forces,
    persons_in_service,
    persons_placed,
    {{ percent_of('persons_placed', 'persons_followed') }} as percent_placed,
    {{ percent_of('persons_placed', 'persons_observed') }} as percent_placed_of_observed
from counted
