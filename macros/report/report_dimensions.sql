{# The dimensions of the report, as report_events has them for columns. Their labels and parents stand in seeds/report. #}
{% macro report_dimensions() -%}
    {{ return([
        'list_status', 'credential', 'career_cluster', 'program', 'course', 'institution', 'sex', 'race_ethnicity',
        'household_income', 'disability', 'home_language', 'english_learner', 'region', 'district', 'school',
        'follow_up_quarter', 'further_learning', 'work_after'
    ]) }}
{%- endmacro %}


{# The member to which an event belongs in the dimension that a column names; none where a table has no such dimension. #}
{% macro member_of(dimension_column) -%}
    case {{ dimension_column }}
    {%- for dimension in report_dimensions() %}
        when '{{ dimension }}' then events.{{ dimension }}
    {%- endfor %}
        else 'none'
    end
{%- endmacro %}
