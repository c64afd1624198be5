{#
    What the matching rules call agreement, in one place. Arguments a and b are aliases of linkable_identities; rule is the
    alias of the rule's row of the seed matching_rules, which has the thresholds.
#}

{# Given names are the same, a nickname and its name, nicknames of one name, alike, initials and their name, or one is the other's middle name. #}
{% macro first_names_agree(a, b, rule='rule') -%}
    (
        {{ a }}.first_name = {{ b }}.first_name
        or {{ whole_first_names_agree(a, b, rule) }}
        or (
            ({{ a }}.is_first_name_initials or {{ b }}.is_first_name_initials)
            and left({{ a }}.first_name, 1) = left({{ b }}.first_name, 1)
        )
    )
{%- endmacro %}


{# As first_names_agree, where initials say too little. #}
{% macro whole_first_names_agree(a, b, rule='rule') -%}
    (
        not {{ a }}.is_first_name_initials
        and not {{ b }}.is_first_name_initials
        and (
            list_has_any({{ a }}.first_name_roots, {{ b }}.first_name_roots)
            or {{ names_alike(a ~ '.first_name', b ~ '.first_name', rule) }}
            or coalesce({{ a }}.first_name = {{ b }}.middle_name, false)
            or coalesce({{ a }}.middle_name = {{ b }}.first_name, false)
        )
    )
{%- endmacro %}


{#
    As first_names_agree without likeness and initials: where the surname says nothing, MARY must not pass for MARK, nor
    an M for either.
#}
{% macro given_name_is_one(a, b) -%}
    (
        not {{ a }}.is_first_name_initials
        and not {{ b }}.is_first_name_initials
        and list_has_any({{ a }}.first_name_roots, {{ b }}.first_name_roots)
    )
{%- endmacro %}


{# Surnames are the same, alike, or share a part. #}
{% macro last_names_agree(a, b, rule='rule') -%}
    (
        {{ a }}.last_name = {{ b }}.last_name
        or list_has_any({{ a }}.last_name_parts, {{ b }}.last_name_parts)
        or {{ names_alike(a ~ '.last_name', b ~ '.last_name', rule) }}
    )
{%- endmacro %}


{# Two names are alike, or no more than a slip apart: in a short name one slip is all it takes to be unlike. #}
{% macro names_alike(left_name, right_name, rule='rule') -%}
    (
        {{ jaro_winkler(left_name, right_name) }} >= {{ rule }}.name_similarity
        or {{ a_slip_apart(left_name, right_name, rule) }}
    )
{%- endmacro %}


{# Two names of one first letter, one typing error apart (or as many as the rule allows). #}
{% macro a_slip_apart(left_name, right_name, rule='rule') -%}
    (
        left({{ left_name }}, 1) = left({{ right_name }}, 1)
        and least(length({{ left_name }}), length({{ right_name }})) > {{ rule }}.typing_errors
        and abs(length({{ left_name }}) - length({{ right_name }})) <= {{ rule }}.typing_errors
        and {{ typing_errors(left_name, right_name) }} <= {{ rule }}.typing_errors
    )
{%- endmacro %}


{# Both names agree, in their fields or in each other's. #}
{% macro both_names_agree(a, b, rule='rule') -%}
    (
        ({{ first_names_agree(a, b, rule) }} and {{ last_names_agree(a, b, rule) }})
        or ({{ a }}.first_name = {{ b }}.last_name and {{ a }}.last_name = {{ b }}.first_name)
    )
{%- endmacro %}


{#
    Both have a birth date, and neither swapping day and month nor changing one digit makes them equal; a digit that makes
    a generation is no slip, but father and son.
#}
{% macro birth_dates_contradict(a, b, rule='rule') -%}
    coalesce(
        {{ a }}.birth_date <> {{ b }}.birth_date
        and {{ a }}.birth_date is distinct from {{ b }}.birth_date_swapped
        and (
            {{ digits_that_differ(a ~ '.birth_date', b ~ '.birth_date') }} > 1
            or {{ a_generation_apart(a, b, rule) }}
        ),
        false
    )
{%- endmacro %}


{# Birth years lie as far apart as those of parent and child. #}
{% macro a_generation_apart(a, b, rule='rule') -%}
    coalesce(abs(year({{ a }}.birth_date) - year({{ b }}.birth_date)) >= {{ rule }}.generation_years, false)
{%- endmacro %}


{# Number of digits in which two dates, written year, month, day, differ. #}
{% macro digits_that_differ(left_date, right_date) -%}
    hamming(strftime({{ left_date }}, '%Y%m%d'), strftime({{ right_date }}, '%Y%m%d'))
{%- endmacro %}


{# A field beside name and birth date says the same of both. #}
{% macro second_field_agrees(a, b) -%}
    (
        coalesce({{ a }}.email = {{ b }}.email, false)
        or coalesce({{ a }}.phone = {{ b }}.phone, false)
        or coalesce({{ a }}.street = {{ b }}.street, false)
        or coalesce({{ a }}.zip = {{ b }}.zip, false)
        or coalesce({{ a }}.middle_initial = {{ b }}.middle_initial, false)
    )
{%- endmacro %}


{# As second_field_agrees where half the name differs: a field that few share, or two that many do. #}
{% macro strong_second_field_agrees(a, b) -%}
    (
        coalesce({{ a }}.email = {{ b }}.email, false)
        or coalesce({{ a }}.phone = {{ b }}.phone, false)
        or coalesce({{ a }}.street = {{ b }}.street and {{ a }}.zip = {{ b }}.zip, false)
        or coalesce({{ a }}.middle_initial = {{ b }}.middle_initial and {{ a }}.zip = {{ b }}.zip, false)
    )
{%- endmacro %}


{# Neither sex, middle initial nor suffix says that these are two people. #}
{% macro nothing_contradicts(a, b) -%}
    coalesce({{ a }}.sex = {{ b }}.sex, true)
    and coalesce({{ a }}.middle_initial = {{ b }}.middle_initial, true)
    and coalesce({{ a }}.suffix = {{ b }}.suffix, true)
{%- endmacro %}
