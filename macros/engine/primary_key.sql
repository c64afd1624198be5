{#
    Declares columns as a table's key, so that whoever opens a published file sees what names a row. Another engine
    that has no keys is left without.
#}
{% macro primary_key(relation, columns) -%}
    {{ return(adapter.dispatch('primary_key', 'credential_warehouse')(relation, columns)) }}
{%- endmacro %}

{% macro default__primary_key(relation, columns) -%}
    alter table {{ relation }} add primary key ({{ columns | join(', ') }})
{%- endmacro %}

{% macro spark__primary_key(relation, columns) -%}
{%- endmacro %}
