{#
    How two descriptions are compared: for each comparison the condition under which it says nothing (level 0), then its
    levels from the best, the last of which holds where no other does. The seed comparison_levels gives each level its
    number, its weights and its meaning in words; a test holds the two together. Conditions read two rows of
    linkable_identities, under the aliases a and b, and one row of parameters; nothing else, so that Splink can run them
    as they stand (warehouse/fit_matching.py).
#}
{% macro comparisons() -%}
    {{ return({
        'first_name': {
            'null': 'a.first_name is null or b.first_name is null',
            'same': 'a.first_name = b.first_name',
            'nickname': has_any_in_common('a.first_name_roots', 'b.first_name_roots'),
            'close': 'not (a.is_first_name_initials or b.is_first_name_initials) and ' ~ names_close('a.first_name', 'b.first_name'),
            'initial': '(a.is_first_name_initials and left(a.first_name, 1) in (left(b.first_name, 1), left(b.middle_name, 1)))'
                ~ ' or (b.is_first_name_initials and left(b.first_name, 1) in (left(a.first_name, 1), left(a.middle_name, 1)))',
            'moved': "coalesce(a.first_name = b.middle_name and not a.is_first_name_initials, false)"
                ~ " or coalesce(a.middle_name = b.first_name and not b.is_first_name_initials, false)"
                ~ " or coalesce(a.first_name = b.last_name and a.last_name = b.first_name, false)",
            'similar': 'not (a.is_first_name_initials or b.is_first_name_initials) and '
                ~ names_similar('a.first_name', 'b.first_name'),
            'unlike': 'not (a.is_first_name_initials or b.is_first_name_initials) and '
                ~ jaro_winkler('a.first_name', 'b.first_name') ~ ' >= parameters.unlike_name_similarity',
            'other': none,
        },
        'last_name': {
            'null': 'a.last_name is null or b.last_name is null',
            'same': 'a.last_name = b.last_name',
            'part': has_any_in_common('a.last_name_parts', 'b.last_name_parts'),
            'close': names_close('a.last_name', 'b.last_name'),
            'moved': 'coalesce(a.last_name = b.first_name and a.first_name = b.last_name, false)',
            'similar': names_similar('a.last_name', 'b.last_name'),
            'other': none,
        },
        'middle_name': {
            'null': 'a.middle_name is null or b.middle_name is null',
            'same': 'a.middle_name = b.middle_name and length(a.middle_name) > 1',
            'initial': 'left(a.middle_name, 1) = left(b.middle_name, 1)',
            'other': none,
        },
        'suffix': {
            'null': 'a.suffix is null or b.suffix is null',
            'same': 'a.suffix = b.suffix',
            'other': none,
        },
        'birth_date': {
            'null': 'a.birth_date is null or b.birth_date is null',
            'same': 'a.birth_date = b.birth_date',
            'swapped': 'coalesce(a.birth_date = b.birth_date_swapped, false)',
            'close': 'abs(year(a.birth_date) - year(b.birth_date)) < parameters.generation_years and '
                ~ digits_close('a.birth_digits', 'b.birth_digits'),
            'default': 'year(a.birth_date) = year(b.birth_date)'
                ~ " and (right(a.birth_digits, 4) = '0101' or right(b.birth_digits, 4) = '0101')",
            'part': 'abs(year(a.birth_date) - year(b.birth_date)) < parameters.generation_years'
                ~ ' and cast(year(a.birth_date) = year(b.birth_date) as integer)'
                ~ ' + cast(month(a.birth_date) = month(b.birth_date) as integer)'
                ~ ' + cast(day(a.birth_date) = day(b.birth_date) as integer) = 2',
            'generation': 'abs(year(a.birth_date) - year(b.birth_date)) >= parameters.generation_years',
            'other': none,
        },
        'sex': {
            'null': 'a.sex is null or b.sex is null',
            'same': 'a.sex = b.sex',
            'other': none,
        },
        'ssn': {
            'null': 'a.ssn_last_four is null or b.ssn_last_four is null',
            'same': 'a.ssn = b.ssn and not a.is_ssn_shared',
            'shared': 'a.ssn = b.ssn',
            'last_four': '(a.ssn is null or b.ssn is null) and a.ssn_last_four = b.ssn_last_four',
            'close': 'a.ssn is not null and b.ssn is not null and ' ~ digits_close('a.ssn', 'b.ssn'),
            'other': none,
        },
        'native_id': {
            'null': 'not coalesce(a.state_student_id is not null and b.state_student_id is not null, false)'
                ~ ' and not coalesce(a.id_space = b.id_space and a.native_id is not null and b.native_id is not null, false)',
            'same': 'coalesce(a.state_student_id = b.state_student_id, false)'
                ~ ' or coalesce(a.id_space = b.id_space and a.native_id = b.native_id, false)',
            'side_by_side': 'a.enrolled_from is not null and b.enrolled_from is not null and '
                ~ days_between('greatest(a.enrolled_from, b.enrolled_from)', 'least(a.enrolled_to, b.enrolled_to)') | trim
                ~ ' >= parameters.days_side_by_side',
            'other': none,
        },
        'contact': {
            'null': '(a.email is null or b.email is null) and (a.phone is null or b.phone is null)'
                ~ ' and (a.street is null or b.street is null) and (a.zip is null or b.zip is null)',
            'email': 'coalesce(a.email = b.email, false)',
            'household': 'coalesce(a.phone = b.phone, false)'
                ~ ' or coalesce(a.street = b.street and coalesce(a.zip = b.zip, true), false)',
            'zip': 'coalesce(a.zip = b.zip, false)',
            'other': none,
        },
    }) }}
{%- endmacro %}


{# Prints the comparisons as JSON: how warehouse/splink_settings.py learns them. #}
{% macro print_comparisons() -%}
    {% do print(tojson(comparisons())) %}
{%- endmacro %}


{# Lists have one in common. Most are of a single name, and looking through lists is dear. #}
{% macro has_any_in_common(left_names, right_names) -%}
    {{ return(
        '(' ~ left_names ~ '[1] = ' ~ right_names ~ '[1] or ((len(' ~ left_names ~ ') > 1 or len(' ~ right_names ~ ') > 1)'
        ~ ' and list_has_any(' ~ left_names ~ ', ' ~ right_names ~ ')))'
    ) }}
{%- endmacro %}


{# Names are close by Jaro and Winkler, or no more than a slip apart behind one first letter. #}
{% macro names_close(left_name, right_name) -%}
    {{ return(
        '(' ~ jaro_winkler(left_name, right_name) ~ ' >= parameters.close_name_similarity'
        ~ ' or (left(' ~ left_name ~ ', 1) = left(' ~ right_name ~ ', 1)'
        ~ ' and least(length(' ~ left_name ~ '), length(' ~ right_name ~ ')) > 2 * parameters.typing_errors'
        ~ ' and abs(length(' ~ left_name ~ ') - length(' ~ right_name ~ ')) <= parameters.typing_errors'
        ~ ' and ' ~ typing_errors(left_name, right_name) ~ ' <= parameters.typing_errors))'
    ) }}
{%- endmacro %}


{#
    Names are similar by Jaro and Winkler, a slip apart whichever letter it befell, or one begins or ends with the other
    (JOHN and JOHNPAUL, ELENA and MARIAELENA).
#}
{% macro names_similar(left_name, right_name) -%}
    {{ return(
        '(' ~ jaro_winkler(left_name, right_name) ~ ' >= parameters.similar_name_similarity'
        ~ ' or (least(length(' ~ left_name ~ '), length(' ~ right_name ~ ')) > 2 * parameters.typing_errors'
        ~ ' and (starts_with(' ~ left_name ~ ', ' ~ right_name ~ ') or starts_with(' ~ right_name ~ ', ' ~ left_name ~ ')'
        ~ ' or ends_with(' ~ left_name ~ ', ' ~ right_name ~ ') or ends_with(' ~ right_name ~ ', ' ~ left_name ~ ')'
        ~ ' or (least(length(' ~ left_name ~ '), length(' ~ right_name ~ ')) > 3 * parameters.typing_errors'
        ~ ' and abs(length(' ~ left_name ~ ') - length(' ~ right_name ~ ')) <= parameters.typing_errors'
        ~ ' and ' ~ jaro_winkler(left_name, right_name) ~ ' >= parameters.unlike_name_similarity'
        ~ ' and ' ~ typing_errors(left_name, right_name) ~ ' <= parameters.typing_errors))))'
    ) }}
{%- endmacro %}


{# Texts of as many digits differ in one place, or in two neighbours that are swapped. #}
{% macro digits_close(left_digits, right_digits) -%}
    {%- set places = places_that_differ(left_digits, right_digits) -%}
    {{ return(
        '(' ~ places ~ ' = 1 or (' ~ places ~ ' = 2 and ' ~ typing_errors(left_digits, right_digits) ~ ' = 1))'
    ) }}
{%- endmacro %}


{#
    Compares the pairs of the CTE `pairs` (identity_number_a, identity_number_b): the levels of all comparisons, four bits
    each from the last comparison up, as one number. Reads the CTE `parameters` too.
#}
{% macro compare_pairs() -%}
    select
        pairs.identity_number_a,
        pairs.identity_number_b,
        {%- for comparison, levels in comparisons().items() %}
        {% if not loop.first %}+ {% endif -%}
        case
            {%- for level, condition in levels.items() if condition is not none %}
            when {{ condition }} then {{ loop.index0 }}
            {%- endfor %}
            else {{ levels | length - 1 }}
        end * {{ 16 ** (comparisons() | length - loop.index) }}
        {%- endfor %} as pattern
    from pairs
    inner join {{ ref('linkable_identities') }} as a on pairs.identity_number_a = a.identity_number
    inner join {{ ref('linkable_identities') }} as b on pairs.identity_number_b = b.identity_number
    cross join parameters
{%- endmacro %}
