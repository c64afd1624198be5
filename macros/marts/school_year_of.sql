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
