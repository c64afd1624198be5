{#
    A mart in an analysis, named by schema and table alone: the compiled query then runs on the warehouse's own file and
    on the published one, whatever the file is called.
#}
{% macro mart(name) -%}
    {{ ref(name).include(database=false) }}
{%- endmacro %}
