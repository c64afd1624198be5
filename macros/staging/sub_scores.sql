{#
    Scores of the parts of an exam as a map from the part's name to its score, without the parts that were not scored.
    Takes a dictionary of names and SQL expressions; null when a source delivers none.
#}
{% macro sub_scores(parts={}) -%}
    {%- if parts -%}
    map_from_entries(
            list_filter(
                [
                    {%- for name, expression in parts.items() %}
                    struct_pack(k := '{{ name }}', v := cast({{ expression }} as decimal(9, 2)))
                    {%- if not loop.last %},{% endif %}
                    {%- endfor %}
                ],
                lambda part: part['v'] is not null
            )
        )
    {%- else -%}
    cast(null as map(varchar, decimal(9, 2)))
    {%- endif -%}
{%- endmacro %}
