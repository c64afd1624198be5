{#
    The date that a text spells in one of the ways that agencies and programs write it, or null: 1990-01-31, 1990/01/31,
    01/31/1990, 1/31/1990, 01-31-1990, each with or without a time of day, 19900131, 01311990. The form is tested before the
    cast, for DuckDB's own is lenient. Eight digits that begin with a month end with the year: no year that counts
    does. Day before month is not understood: 31/01/1990 is null, and 05/06/1990 is in May.
#}
{% macro date_as_spelt(text) -%}
    try_cast(
        case
            when regexp_full_match({{ text }}, '[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([ T][0-9].*)?')
                then replace(regexp_extract({{ text }}, '^[^ T]+'), '/', '-')
            when regexp_full_match({{ text }}, '[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{4}([ T][0-9].*)?')
                then regexp_replace({{ text }}, '^([0-9]+)[-/]([0-9]+)[-/]([0-9]{4}).*$', '\3-\1-\2')
            when regexp_full_match({{ text }}, '(0[1-9]|1[0-2])[0-9]{6}(\.0)?')
                then regexp_replace({{ text }}, '^(..)(..)(....).*$', '\3-\1-\2')
            when regexp_full_match({{ text }}, '[0-9]{8}(\.0)?')
                then regexp_replace({{ text }}, '^(....)(..)(..).*$', '\1-\2-\3')
        end as date
    )
{%- endmacro %}
