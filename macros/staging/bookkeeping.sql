{#
    Where a row came from and whether it counts: the same columns at the end of every staging model.

    is_accepted is what every model after staging asks: the row broke no rule, and no later delivery took its file's
    place. refused_text keeps the delivered text of refused rows alone; stg_refused_lines gathers it, so that the landed
    tables are read once, by their own staging model, and nowhere else.
#}
{% macro bookkeeping() -%}
    file_name,
        line_number,
        period,
        delivered_on,
        refusal_reasons,
        is_superseded,
        len(refusal_reasons) = 0 and not is_superseded as is_accepted,
        case when len(refusal_reasons) > 0 then raw_text end as refused_text,
        extensions
{%- endmacro %}


{# The columns that bookkeeping() is made of, for a staging model that reads values in one step and judges them in the next. #}
{% macro delivered_bookkeeping() -%}
    file_name,
        line_number,
        period,
        delivered_on,
        is_superseded,
        refusal_reasons,
        raw_text,
        extensions
{%- endmacro %}
