{# Of a cell that speaks of one member or of the whole state, the dimension or the member of which it speaks; all of the state. #}
{% macro margin_of(what) -%}
    case
            when member_1 <> 'all' then {{ what }}_1
            when member_2 not in ('all', 'none') then {{ what }}_2
            else 'all'
        end
{%- endmacro %}


{# Whether a cell speaks of one member or of the whole state: not of two members at once. #}
{% macro is_margin() -%}
    (member_1 = 'all' or member_2 in ('all', 'none'))
{%- endmacro %}
