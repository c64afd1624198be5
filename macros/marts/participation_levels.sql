{# What tells the rows of a mart apart that counts participations at each level. #}
{% macro participation_keys() -%}
    {{ return(['counted_sector', 'counted_stream', 'counted_program', 'school_year']) }}
{%- endmacro %}


{#
    Puts each row of a relation of participations where it counts: at its program, at its funding stream if the workforce
    agency served it, at its sector and at all, so that a mart can count each person once at every level. 'all' stands for
    what a level holds together.
#}
{% macro at_each_level(relation) -%}
    select
        {{ relation }}.*,
        case when levels.level = 'all' then 'all' else {{ relation }}.sector end as counted_sector,
        case
            when levels.level = 'funding_stream' then coalesce({{ relation }}.funding_stream, 'unknown')
            else 'all'
        end as counted_stream,
        case when levels.level = 'program' then {{ relation }}.program_code else 'all' end as counted_program
    from {{ relation }}
    inner join (
        {%- for level in ['program', 'funding_stream', 'sector', 'all'] %}
        select '{{ level }}' as level
        {%- if not loop.last %}
        union all
        {%- endif %}
        {%- endfor %}
    ) as levels
        on
            (levels.level <> 'program' or {{ relation }}.program_code is not null)
            and (levels.level <> 'funding_stream' or {{ relation }}.sector = 'workforce')
{%- endmacro %}
