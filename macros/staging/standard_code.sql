{#
    The warehouse's own code for what a source says in its codes, null where the crosswalk lacks the code.

    standard_code('k12', 'sex', 'sex_code') looks up (k12, sex, <the row's sex_code>) in seeds/crosswalks/code_crosswalk.csv.
    A scalar subquery rather than a join, so that a staging model stays a list of its columns; were the seed to hold a
    code twice the query would fail and not multiply rows. quality.unmapped_codes reads the calls of this macro off
    the staging models to know which columns hold codes: write the three arguments as literals.
#}
{% macro standard_code(source_name, element, column) -%}
    (
            select crosswalk.standard_code
            from {{ ref('code_crosswalk') }} as crosswalk
            where
                crosswalk.source = '{{ source_name }}'
                and crosswalk.element = '{{ element }}'
                and crosswalk.source_code = {{ column }}
        )
{%- endmacro %}
