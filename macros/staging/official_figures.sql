{#
    A cell of an official statistic as two columns, the figure and what stands in its place. A figure may be written with
    thousands separators; a mark leaves it null, never zero: `withheld` where the publisher releases no estimate, `top_coded`
    where he says only that it is at least so much. Which marks are understood is said by the patterns in _sources.yml.
#}
{% macro figure_and_mark(column, data_type) -%}
    case
        when regexp_full_match({{ column }}, '-?[0-9][0-9,]*(\.[0-9]+)?')
            then cast(replace({{ column }}, ',', '') as {{ data_type }})
    end as {{ column }},
    case
        when {{ column }} = '#' or starts_with({{ column }}, '>') then 'top_coded'
        when {{ column }} in ('*', '**', 'N/A', '-') then 'withheld'
    end as {{ column }}_mark
{%- endmacro %}


{# A code that a spreadsheet was kept from taking for a number, ="01.0101", without the formula around it. #}
{% macro code_without_formula(column) -%}
    trim({{ column }}, '="')
{%- endmacro %}


{#
    The accepted rows of the latest delivery of each period, of files that could be read throughout. One unreadable
    row sets the whole file aside: averages over occupations can't be taken from what is left of it.
#}
{% macro whole_files(model) -%}
    select *
        from (
            select
                *,
                bool_and(
                    not list_has_any(
                        list_transform(refusal_reasons, lambda reason: split_part(reason, ':', 1)),
                        ['{{ unreadable_row_rules() | join("', '") }}']
                    )
                ) over (partition by file_name) as is_whole_file
            from {{ ref(model) }}
        ) as delivered
        where is_accepted and is_whole_file
{%- endmacro %}


{# Rules whose breach says that a row could not be read as its contract declares. #}
{% macro unreadable_row_rules() -%}
    {{ return([
        'ROW_FIELD_COUNT', 'ROW_QUOTE_UNCLOSED', 'ROW_ENCODING', 'VALUE_MISSING', 'VALUE_MALFORMED', 'VALUE_NOT_A_NUMBER'
    ]) }}
{%- endmacro %}
