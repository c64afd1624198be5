{#
    One row per figure of a relation that holds one row per List year and credential: the long form in which criteria look
    figures up. A measure is a dict: name, figure, basis (on how many observations the figure rests; null where it isn't a
    share or a mean), source and words, all but the name in SQL.
#}
{% macro measure_rows(relation, measures) -%}
    {%- for measure in measures %}
    select
        list_year,
        credential_code,
        '{{ measure.name }}' as measure,
        cast({{ measure.figure }} as decimal(14, 4)) as figure,
        cast({{ measure.basis | default('null') }} as bigint) as basis,
        {{ measure.source }} as source,
        {{ measure.words }} as words
    from {{ relation }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{# A figure of 1 where something holds, 0 where it doesn't, empty where nobody knows. #}
{% macro one_if(condition) -%}
    case when {{ condition }} then 1 when not ({{ condition }}) then 0 end
{%- endmacro %}


{# A share from 0 to 1 in words, rounded to a whole percent. #}
{% macro percent_words(share) -%}
    cast(cast(round(100 * ({{ share }}), 0) as integer) as string) || ' %'
{%- endmacro %}


{# A number of things in words: 1 college, 2 colleges. #}
{% macro counted_words(number, thing) -%}
    cast({{ number }} as string) || case when {{ number }} = 1 then ' {{ thing }}' else ' {{ thing }}s' end
{%- endmacro %}
