{#
    Makes the grain that a test holds the table's key, for seeds and Python models, which dbt gives no contract. Of
    several columns that are unique alone the first that is described is the key. A scratch warehouse of `warehouse
    match` is done without.
#}
{% macro grain_as_key() -%}
    {%- set keys = [] -%}
    {%- set unique = [] -%}
    {%- if execute and not var('match_outside_records') -%}
        {%- set tests = graph.nodes.values() | selectattr('attached_node', 'defined') -%}
        {%- for test in tests | selectattr('attached_node', 'equalto', model.unique_id) | sort(attribute='unique_id') -%}
            {%- if test.test_metadata.name == 'unique' -%}
                {%- do unique.append(test.column_name) -%}
            {%- elif test.test_metadata.name == 'unique_combination' -%}
                {%- do keys.append(test.test_metadata.kwargs['columns']) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- for column in model.columns if column in unique -%}
            {%- do keys.append([column]) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if keys -%} {{ primary_key(this, keys[0]) }} {%- endif -%}
{%- endmacro %}
