-- Codes that agencies deliver (institutions, programs, courses, counties, industries) stand in the Council's and the
-- reference tables. A warning and no failure: the event happened whether or not its program is in the catalog. Each row
-- returned names the column and how many rows hold a code that no table knows; ask the Council to release the code, or
-- the agency to correct it.
{{ config(severity='warn') }}
{%- set references = [
    ('fct_program_enrollment', 'institution_code', 'dim_institution', 'institution_code'),
    ('fct_program_enrollment', 'program_code', 'dim_program', 'program_code'),
    ('fct_program_enrollment', 'course_code', 'dim_course', 'course_code'),
    ('fct_completion', 'institution_code', 'dim_institution', 'institution_code'),
    ('fct_completion', 'program_code', 'dim_program', 'program_code'),
    ('fct_articulated_credit', 'institution_code', 'dim_institution', 'institution_code'),
    ('dim_person_school_year', 'school_code', 'dim_institution', 'institution_code'),
    ('dim_person_school_year', 'district_code', 'dim_institution', 'institution_code'),
    ('dim_person_school_year', 'county_code', 'counties', 'county_code'),
    ('dim_institution', 'county_code', 'counties', 'county_code'),
    ('dim_employer', 'county_code', 'counties', 'county_code'),
    ('dim_employer', 'naics_code', 'dim_industry', 'naics_code'),
    ('dim_credential', 'soc_code', 'dim_occupation', 'soc_code'),
    ('dim_credential', 'career_cluster', 'dim_career_cluster', 'career_cluster'),
    ('dim_program', 'career_cluster', 'dim_career_cluster', 'career_cluster'),
    ('dim_course', 'program_code', 'dim_program', 'program_code'),
    ('dim_credential_list_status', 'credential_code', 'dim_credential', 'credential_code'),
    ('bridge_credential_program', 'credential_code', 'dim_credential', 'credential_code'),
    ('bridge_credential_program', 'program_code', 'dim_program', 'program_code'),
] %}

with unknown_codes as (
    {%- for relation, column, dimension, key in references %}
    select
        '{{ relation }}.{{ column }}' as reference,
        count(*) as row_count
    from {{ ref(relation) }} as facts
    left join {{ ref(dimension) }} as dimensions on facts.{{ column }} = dimensions.{{ key }}
    where facts.{{ column }} is not null and dimensions.{{ key }} is null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from unknown_codes
where row_count > 0
