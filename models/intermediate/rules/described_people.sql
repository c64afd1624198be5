-- Puts what students and participants are described by into one shape for the rules on people: keys, days and how many
-- of the demographic elements that the extract asks for are missing, or in a code that the crosswalk lacks.
-- It holds numbers and birth dates of people, and so stands in the restricted schema.
-- Grain: one row per accepted row of an extract that describes people (file_name, line_number).
{{ config(schema='identity') }}
{%- set coded = {
    'stg_k12__students': ['sex_code', 'race_ethnicity_code', 'home_language_code'],
    'stg_higher_ed__students': ['sex_code', 'race_ethnicity_code'],
    'stg_workforce__participants': ['sex_code', 'race_ethnicity_code', 'home_language_code'],
    'stg_motor_vehicles__cards': [],
} %}
{%- set plain = {
    'stg_k12__students': ['household_income_band', 'disability', 'county_code'],
    'stg_higher_ed__students': ['county_code', 'pell_recipient'],
    'stg_workforce__participants': ['disability', 'low_income', 'county_code'],
    'stg_motor_vehicles__cards': [],
} %}
{%- set facts = {
    'stg_k12__students': {
        'school_year': 'school_year', 'district_code': 'district_code', 'grade_level': 'grade_level',
        'started_on': 'entry_date', 'ended_on': 'exit_date', 'repeated_key': ['school_year', 'school_code', 'entry_date'],
    },
    'stg_higher_ed__students': {'school_year': 'academic_year', 'repeated_key': ['academic_year']},
    'stg_workforce__participants': {
        'started_on': 'entry_date', 'ended_on': 'exit_date', 'repeated_key': ['period', 'entry_date'],
    },
    'stg_motor_vehicles__cards': {
        'started_on': 'issued_on', 'repeated_key': ['file_name', 'line_number'],
    },
} %}

with described as (
    {%- for model, fact in facts.items() %}
    {%- set parts = model.removeprefix('stg_').split('__') %}
    select
        '{{ parts[0] }}' as agency,
        '{{ parts[1] }}' as extract,
        file_name,
        line_number,
        delivered_on,
        identity_tuple_id,
        identity['native_id'] as native_id,
        identity['ssn'] as ssn,
        identity['birth_date'] as birth_date,
        cast({{ fact.get('school_year', 'null') }} as integer) as school_year,
        cast({{ fact.get('district_code', 'null') }} as varchar) as district_code,
        cast({{ fact.get('grade_level', 'null') }} as varchar) as grade_level,
        cast({{ fact.get('started_on', 'null') }} as date) as started_on,
        cast({{ fact.get('ended_on', 'null') }} as date) as ended_on,
        concat_ws('|', {{ fact.repeated_key | join(', ') }}) as repeated_key,
        {%- if coded[model] %}
        {%- for column in coded[model] + plain[model] %}
        case when {{ column }} is null then 1 else 0 end{% if loop.last %} as missing_elements,{% else %} +{% endif %}
        {%- endfor %}
        {%- for column in coded[model] %}
        case when {{ column }} is not null and {{ column.removesuffix('_code') }} is null then 1 else 0 end
        {%- if loop.last %} as unknown_codes{% else %} +{% endif %}
        {%- endfor %}
        {%- else %}
        cast(null as integer) as missing_elements,
        cast(null as integer) as unknown_codes
        {%- endif %}
    from {{ ref(model) }}
    where is_accepted
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from described
