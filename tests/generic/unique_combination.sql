{#
    Holds the grain that a description states: the columns together name one row, and none of them is empty.
    Each row returned is a combination that stands more than once, or that lacks a part.
#}
{% test unique_combination(model, columns) %}
    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}
    having
        count(*) > 1
        {%- for column in columns %}
        or {{ column }} is null
        {%- endfor %}
{% endtest %}
