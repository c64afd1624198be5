-- Lists each thing that an agency says about a person that does not change from year to year, one a row, so that the
-- latest can be picked for each apart: a college knows no home language.
-- Grain: one row per element in an accepted row (file_name, line_number, element).
{%- set reported = {
    'stg_k12__students': ['race_ethnicity', 'home_language'],
    'stg_higher_ed__students': ['race_ethnicity'],
    'stg_workforce__participants': ['race_ethnicity', 'home_language'],
} %}

with reports as (
    {%- for model, elements in reported.items() %}
    {%- for element in elements %}
    select
        identity_tuple_id,
        '{{ element }}' as element,
        {{ element }} as reported_value,
        delivered_on,
        file_name,
        line_number
    from {{ ref(model) }}
    where is_accepted and {{ element }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

tuple_persons as (
    select * from {{ ref('tuple_persons') }}
)

select
    tuple_persons.person_id,
    reports.element,
    reports.reported_value,
    reports.delivered_on,
    reports.file_name,
    reports.line_number
from reports
inner join tuple_persons on reports.identity_tuple_id = tuple_persons.identity_tuple_id
