{#
    The school year that a day lies in, named by the year in which it ends. It turns on the first day of the month in
    var credential_warehouse.school_year_first_month (7, July, unless set). Academic years of colleges and program
    years of the workforce agency turn on the same day here.
#}
{% macro school_year_of(day) -%}
    cast(
        extract(year from {{ day }})
        + case when extract(month from {{ day }}) >= {{ school_year_first_month() }} then 1 else 0 end
        as integer
    )
{%- endmacro %}


{# Month, 1 to 12, in which a school year begins. #}
{% macro school_year_first_month() -%}
    {{ return(var('credential_warehouse').get('school_year_first_month', 7)) }}
{%- endmacro %}
