{#
    One place that makes every surrogate id of the marts: the hash of the natural key, each part as text, an absent part
    empty. It takes pseudonyms and codes alone, never anything that a person was delivered with, so that an id can't be
    guessed back.
#}
{% macro surrogate_key(columns) -%}
    md5(concat_ws(
            '|',
            {%- for column in columns %}
            coalesce(cast({{ column }} as string), ''){% if not loop.last %},{% endif %}
            {%- endfor %}
        ))
{%- endmacro %}
