{# A part in percent of a whole, to one place; empty where the whole is nobody. #}
{% macro percent_of(part, whole) -%}
    cast(round(100.0 * {{ part }} / nullif({{ whole }}, 0), 1) as decimal(4, 1))
{%- endmacro %}


{# The median of an amount of money, to the cent. The middle of two amounts is half a cent, which the engine would cut off. #}
{% macro median_amount(amount) -%}
    cast(round(median(cast({{ amount }} as decimal(14, 4))), 2) as decimal(12, 2))
{%- endmacro %}


{#
    A mean of money to the cent, from its sum. The quotient is a float, in which half a cent may lie a hair below; eight
    decimals bring it back before it is rounded.
#}
{% macro mean_amount(total, number) -%}
    cast(round(cast({{ total }} / nullif({{ number }}, 0) as decimal(20, 8)), 2) as decimal(12, 2))
{%- endmacro %}
