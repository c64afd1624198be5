{# The calendar quarter that a day lies in, written 2019Q1 as in every mart; empty where the day is. #}
{% macro calendar_quarter_of(day) -%}
    cast(extract(year from {{ day }}) as string) || 'Q' || cast(extract(quarter from {{ day }}) as string)
{%- endmacro %}


{# The first day of a quarter, of a year and a number from 1 to 4. #}
{% macro first_day_of_quarter(year, quarter) -%}
    make_date({{ year }}, {{ quarter }} * 3 - 2, 1)
{%- endmacro %}
