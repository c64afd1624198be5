{#
    Age on a day in whole years; it rises on the birthday itself. Who is born on 29 February turns a year older on
    1 March of common years. Empty where the birth date is.
#}
{% macro age_at(birth_date, day) -%}
    cast(
        extract(year from {{ day }}) - extract(year from {{ birth_date }})
        - case
            when extract(month from {{ day }}) < extract(month from {{ birth_date }}) then 1
            when
                extract(month from {{ day }}) = extract(month from {{ birth_date }})
                and extract(day from {{ day }}) < extract(day from {{ birth_date }})
                then 1
            else 0
        end
        as integer
    )
{%- endmacro %}
