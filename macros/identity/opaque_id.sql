{#
    A letter and eight characters for a running number, one to one, from which neither the order of issue nor the number
    meets the eye: opaque_id('P', 'person_number') makes PK3V9T0QX and the like. It is no secret: who reads this macro can
    undo it, and learns which batch of first issues a person came with, nothing of who it is.

    The number is stirred within 40 bits by rounds of "mix in the upper bits, multiply by an odd number": each step can be
    undone, so no two numbers meet. Multipliers stay below 2^23, so that products fit a bigint on every engine. Then it is
    written to base 32 without I, L, O and U, which are misread. What was issued stands in the registry; a change here
    is for numbers to come, and the test on cluster_persons stops it should the two ever meet.
#}
{% macro opaque_id(prefix, number) -%}
    {%- set rounds = [(17, 7046029), (13, 5875987), (21, 6639779)] -%}
    {%- set stirred = namespace(value='cast(' ~ number ~ ' as bigint)') -%}
    {%- for shift, multiplier in rounds -%}
        {%- set mixed = bits_that_differ(stirred.value, without_lowest_bits(stirred.value, shift)) -%}
        {%- set stirred.value = '(' ~ mixed ~ ' * ' ~ multiplier ~ ' % 1099511627776)' -%}
    {%- endfor -%}
    {%- set stirred.value = bits_that_differ(stirred.value, without_lowest_bits(stirred.value, 19)) -%}
    '{{ prefix }}'
    {%- for digit in range(7, -1, -1) %}
        || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', cast({{ without_lowest_bits(stirred.value, digit * 5) }} % 32 as integer) + 1, 1)
    {%- endfor -%}
{%- endmacro %}
