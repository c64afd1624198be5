{#
    The school year that a day lies in, named by the year in which it ends. It turns on the first day of the month in
    var school_year_first_month. Academic years of colleges and program
    years of the workforce agency turn on the same day here.
#}
{% macro school_year_of(day) -%}
    cast(
        extract(year from {{ day }})
        + case when extract(month from {{ day }}) >= {{ var('school_year_first_month') }} then 1 else 0 end
        as integer
    )
{%- endmacro %}


{# The first day of a school year that is named by the year in which it ends. #}
{% macro first_day_of_school_year(school_year) -%}
    make_date({{ school_year }} - 1, {{ var('school_year_first_month') }}, 1)
{%- endmacro %}


{# The day before the next school year begins. #}
{% macro last_day_of_school_year(school_year) -%}
    make_date({{ school_year }}, {{ var('school_year_first_month') }}, 1) - 1
{%- endmacro %}
