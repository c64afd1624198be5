{# The wages of OEWS that the Council's criteria can speak of; each comes with its mark, <name>_mark. #}
{% macro wage_measures() -%}
    {{ return(['annual_mean', 'annual_p25', 'annual_median', 'annual_p75', 'hourly_median']) }}
{%- endmacro %}


{#
    A figure of a region as two columns, the figure and its mark: null and top_coded where an area gives no more than a lower
    limit, null and withheld where areas that give none hold too many of the region's jobs.
#}
{% macro covered_figure(name, data_type, places=0) -%}
    case
        when
            coalesce(summed.{{ name }}_mark, '') <> 'top_coded'
            and summed.{{ name }}_coverage >= parameters.least_area_coverage
            then cast(round(summed.{{ name }}, {{ places }}) as {{ data_type }})
    end as {{ name }},
    case
        when summed.{{ name }}_mark = 'top_coded' then 'top_coded'
        when coalesce(summed.{{ name }}_coverage, 0) < parameters.least_area_coverage then 'withheld'
    end as {{ name }}_mark
{%- endmacro %}


{#
    Everything that a criterion can measure an occupation by, each a column of council.occupation_figures, with what the
    reasons call it and the sign before its figure. Codes of BLS run from the most (1) to none; reference.labor_codes names them.
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
        {'name': 'entry_education', 'words': 'education at entry', 'sign': ''},
        {'name': 'training', 'words': 'training on the job', 'sign': ''},
        {'name': 'work_experience', 'words': 'experience at entry', 'sign': ''},
    ]) }}
{%- endmacro %}


{# How a figure compares with a threshold, in words. Only codes are compared by <=, and the lower code is the more. #}
{% macro comparison_words(comparison, outcome) -%}
    case
                {%- for sign, met, not_met in [
                    ('>=', 'reaches', 'falls short of'),
                    ('>', 'is above', 'is not above'),
                    ('<=', 'is no less than', 'is less than'),
                    ('<', 'is below', 'is not below'),
                ] %}
                when {{ comparison }} = '{{ sign }}' and {{ outcome }} = 'met' then '{{ met }}'
                when {{ comparison }} = '{{ sign }}' then '{{ not_met }}'
                {%- endfor %}
            end
{%- endmacro %}


{# What a threshold is a multiple of, in words; a number speaks for itself. #}
{% macro reference_words(reference, factor, is_statewide) -%}
    case
            when {{ reference }} = 'number' then ''
            else
                ', ' || case when {{ factor }} = 1 then '' else {{ grouped_digits(factor ~ ' * 100') }} || ' % of ' end
                || case {{ reference }}
                    when 'mean' then 'the mean of occupations'
                    when 'median' then 'the median of occupations'
                    when 'upper_quartile' then 'the upper quartile of occupations'
                    else 'that of all occupations together'
                end
                || case when {{ is_statewide }} then ' in the state' else ' in the region' end
        end
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
