{# The wages of OEWS that the Council's criteria can speak of; each comes with its mark, <name>_mark. #}
{% macro wage_measures() -%}
    {{ return(['annual_mean', 'annual_p25', 'annual_median', 'annual_p75', 'hourly_median']) }}
{%- endmacro %}


{#
    A figure of a region as two columns, the figure and its mark: null and top_coded where an area gives no more than a lower
    limit, null and withheld where areas that give none hold too many of the region's jobs.
#}
{% macro covered_figure(name, data_type) -%}
    case
        when
            coalesce(summed.{{ name }}_mark, '') <> 'top_coded'
            and summed.{{ name }}_coverage >= parameters.least_area_coverage
            then cast(round(summed.{{ name }}, 2) as {{ data_type }})
    end as {{ name }},
    case
        when summed.{{ name }}_mark = 'top_coded' then 'top_coded'
        when coalesce(summed.{{ name }}_coverage, 0) < parameters.least_area_coverage then 'withheld'
    end as {{ name }}_mark
{%- endmacro %}


{#
    Everything that a criterion can measure an occupation by, with the words that the reasons use: name, what it is, and
    whether it is money. A measure is a column of council.occupation_figures.
#}
{% macro priority_measures() -%}
    {{ return([
        {'name': 'employment', 'words': 'jobs', 'sign': ''},
        {'name': 'annual_openings', 'words': 'openings a year', 'sign': ''},
        {'name': 'annual_growth', 'words': 'jobs gained a year', 'sign': ''},
        {'name': 'growth_percent', 'words': 'percent growth over the projection', 'sign': ''},
        {'name': 'annual_mean', 'words': 'mean annual wage', 'sign': '$'},
        {'name': 'annual_p25', 'words': 'lower quartile of annual wages', 'sign': '$'},
        {'name': 'annual_median', 'words': 'median annual wage', 'sign': '$'},
        {'name': 'annual_p75', 'words': 'upper quartile of annual wages', 'sign': '$'},
        {'name': 'hourly_median', 'words': 'median hourly wage', 'sign': '$'},
        {'name': 'wage_spread', 'words': 'upper over lower quartile of wages', 'sign': ''},
        {'name': 'job_zone', 'words': 'job zone', 'sign': ''},
        {'name': 'entry_education', 'words': 'entry education code (1 doctoral to 8 none)', 'sign': ''},
        {'name': 'training', 'words': 'training code (2 apprenticeship, 3 long-term)', 'sign': ''},
        {'name': 'work_experience', 'words': 'experience code (1 five years or more, 2 less)', 'sign': ''},
    ]) }}
{%- endmacro %}


{# Whether a class is at least the one that a method asks for: null where it is undetermined, true where none is asked. #}
{% macro class_reaches(class, least_class) -%}
    case
            when {{ least_class }} is null then true
            when {{ class }} is null or {{ class }} = 'undetermined' then null
            when {{ least_class }} = 'high' then {{ class }} = 'high'
            when {{ least_class }} = 'middle' then {{ class }} in ('high', 'middle')
            else true
        end
{%- endmacro %}
