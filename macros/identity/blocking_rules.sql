{#
    What two descriptions must have in common to be compared at all: for each rule of the seed blocking_rules (a test holds
    the two together) the expressions that make its key, on columns of linkable_identities. A key with a null in it is none.
#}
{% macro blocking_rules() -%}
    {{ return({
        'ssn': ['ssn'],
        'native_id': ['id_space', 'native_id'],
        'state_student_id': ['state_student_id'],
        'email': ['email'],
        'phone': ['phone'],
        'names_and_birth_year': ['first_name', 'last_name', 'year(birth_date)'],
        'names_and_birthday': ['first_name', 'last_name', 'month(birth_date)', 'day(birth_date)'],
        'names_and_zip': ['first_name', 'last_name', 'zip'],
        'names': ['first_name', 'last_name'],
        'names_swapped_and_birth_date': ['least(first_name, last_name)', 'greatest(first_name, last_name)', 'birth_date'],
        'birth_date_and_first_name': ['birth_date', 'left(first_name, 3)'],
        'birth_date_and_last_name': ['birth_date', 'left(last_name, 3)'],
        'last_four_and_birth_date': ['ssn_last_four', 'birth_date'],
        'last_four_and_last_name': ['ssn_last_four', 'last_name'],
        'first_five_and_last_name': ['left(ssn, 5)', 'last_name'],
    }) }}
{%- endmacro %}
