{# One row with the named parameters of the seed matching_parameters as columns. #}
{% macro matching_parameters(names) -%}
    select
        {%- for name in names %}
        max(value) filter (where parameter = '{{ name }}') as {{ name }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('matching_parameters') }}
{%- endmacro %}


{# The parameters that comparisons read. #}
{% macro comparison_parameters() -%}
    {{ return([
        'close_name_similarity', 'similar_name_similarity', 'unlike_name_similarity', 'typing_errors', 'generation_years',
        'days_side_by_side',
    ]) }}
{%- endmacro %}
