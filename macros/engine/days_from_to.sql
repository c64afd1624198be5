{#
    Every day from one date to another, both included, as a table expression with the column date_day, read from a
    relation of one row that holds the two dates.
#}
{% macro days_from_to(first_day, last_day, relation) -%}
    {{ adapter.dispatch('days_from_to')(first_day, last_day, relation) }}
{%- endmacro %}


{% macro default__days_from_to(first_day, last_day, relation) -%}
    select cast(unnest(generate_series({{ first_day }}, {{ last_day }}, interval 1 day)) as date) as date_day
        from {{ relation }}
{%- endmacro %}


{% macro spark__days_from_to(first_day, last_day, relation) -%}
    select explode(sequence({{ first_day }}, {{ last_day }}, interval 1 day)) as date_day
        from {{ relation }}
{%- endmacro %}
