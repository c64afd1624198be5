{#
    A whole number, 0 or more, out of 63 bits of the hash of several values: an id that is quick to make and to compare.
    Another engine gives another number, so it is good within one warehouse only.
#}
{% macro hash_number(values) -%}
    {{ return(adapter.dispatch('hash_number', 'credential_warehouse')(values)) }}
{%- endmacro %}

{% macro default__hash_number(values) -%}
    cast(hash({{ values | join(', ') }}) >> 1 as bigint)
{%- endmacro %}

{% macro spark__hash_number(values) -%}
    shiftrightunsigned(xxhash64({{ values | join(', ') }}), 1)
{%- endmacro %}
