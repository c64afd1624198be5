{# A whole number, 0 or more, out of 63 bits of a text's hash: an id that is quick to compare. #}
{% macro hash_number(text) -%}
    {{ return(adapter.dispatch('hash_number', 'credential_warehouse')(text)) }}
{%- endmacro %}

{% macro default__hash_number(text) -%}
    cast(md5_number_lower({{ text }}) >> 1 as bigint)
{%- endmacro %}

{% macro spark__hash_number(text) -%}
    cast(conv(substr(md5({{ text }}), 17, 15), 16, 10) as bigint)
{%- endmacro %}


{# A hash of several values for use within one query: another engine, another number. #}
{% macro quick_hash(values) -%}
    {{ return(adapter.dispatch('quick_hash', 'credential_warehouse')(values)) }}
{%- endmacro %}

{% macro default__quick_hash(values) -%}
    hash({{ values | join(', ') }})
{%- endmacro %}

{% macro spark__quick_hash(values) -%}
    xxhash64({{ values | join(', ') }})
{%- endmacro %}
