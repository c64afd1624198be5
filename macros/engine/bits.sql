{# Bits of two whole numbers that differ. #}
{% macro bits_that_differ(left_number, right_number) -%}
    {{ return(adapter.dispatch('bits_that_differ', 'credential_warehouse')(left_number, right_number)) }}
{%- endmacro %}

{% macro default__bits_that_differ(left_number, right_number) -%}
    xor({{ left_number }}, {{ right_number }})
{%- endmacro %}

{% macro spark__bits_that_differ(left_number, right_number) -%}
    ({{ left_number }} ^ {{ right_number }})
{%- endmacro %}


{# A whole number, 0 or more, without its lowest bits. #}
{% macro without_lowest_bits(number, count) -%}
    {{ return(adapter.dispatch('without_lowest_bits', 'credential_warehouse')(number, count)) }}
{%- endmacro %}

{% macro default__without_lowest_bits(number, count) -%}
    ({{ number }} >> {{ count }})
{%- endmacro %}

{% macro spark__without_lowest_bits(number, count) -%}
    shiftright({{ number }}, {{ count }})
{%- endmacro %}
