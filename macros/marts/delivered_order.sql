{# What was delivered later comes first: the order in which rows that speak of the same thing are believed. #}
{% macro latest_first() -%}
    delivered_on desc, file_name desc, line_number desc
{%- endmacro %}


{#
    The rows in force of a staging model whose extract is a register: for each key the accepted row delivered last.
    Keys that later releases no longer hold are kept, since older events point to them.
#}
{% macro latest_rows(model, key) -%}
    select *
        from (
            select
                *,
                row_number() over (
                    partition by {{ key | join(', ') }}
                    order by {{ latest_first() }}
                ) as recency
            from {{ ref(model) }}
            where is_accepted
        ) as ranked
        where recency = 1
{%- endmacro %}


{#
    Why a row that repeats a key is set aside: null for the row delivered last, which stands, duplicate_row for one that
    says the same, contradicted_by_later_row for one that says otherwise. `group_key` and `content` are columns of the
    query that calls it: the hash of the key that is repeated, and the hash of what the row says under it.
#}
{% macro reason_of_repeat(group_key, content) -%}
    case
            when row_number() over (partition by {{ group_key }} order by {{ latest_first() }}) = 1 then null
            when
                {{ content }} = first_value({{ content }}) over (
                    partition by {{ group_key }} order by {{ latest_first() }}
                )
                then 'duplicate_row'
            else 'contradicted_by_later_row'
        end
{%- endmacro %}
