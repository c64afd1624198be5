{#
    Kind, name and place (0 where there is no order) of every condition of matching that a seed names too, for the test that
    holds the two together.
#}
{% macro named_conditions() -%}
    {%- set named = [] -%}
    {%- for comparison, conditions in comparisons().items() -%}
        {%- for level in conditions if level != 'null' -%}
            {%- do named.append(('comparison level', comparison ~ ' ' ~ level, loop.index)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for name in rarity_comparisons() -%}
        {%- do named.append(('level weighed by rarity', name ~ ' same', 1)) -%}
    {%- endfor -%}
    {%- for name in blocking_rules() -%}
        {%- do named.append(('blocking rule', name, 0)) -%}
    {%- endfor -%}
    {#- What people decided goes before all rules. -#}
    {%- for name in ['must_link'] + matching_rules() | list -%}
        {%- do named.append(('matching rule', name, loop.index)) -%}
    {%- endfor -%}
    {%- for name in matching_vetoes() -%}
        {%- do named.append(('veto on two descriptions', name, loop.index)) -%}
    {%- endfor -%}
    {%- for name in vetoes_on_clusters() -%}
        {%- do named.append(('veto on clusters', name, 0)) -%}
    {%- endfor -%}
    {%- for name in comparison_parameters() -%}
        {%- do named.append(('parameter of comparisons', name, 0)) -%}
    {%- endfor -%}
    {{ return(named) }}
{%- endmacro %}
