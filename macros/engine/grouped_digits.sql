{# A number in words for people: digits grouped by thousands, no more than two places, none where it is whole. #}
{% macro grouped_digits(number) -%}
    {{ adapter.dispatch('grouped_digits')(number) }}
{%- endmacro %}


{% macro default__grouped_digits(number) -%}
    regexp_replace(format('{:,.2f}', cast({{ number }} as double)), '\.?0+$', '')
{%- endmacro %}


{% macro spark__grouped_digits(number) -%}
    regexp_replace(format_number(cast({{ number }} as double), 2), '\\.?0+$', '')
{%- endmacro %}
