{#
    Everything that a row says about who its person is, in one struct of one shape for every source, so that the
    identity layer reads all staged person models alike. Arguments are SQL expressions (column names mostly), id_space
    excepted, which is the name of the number space that native_id belongs to; where it differs from row to row, id_space
    is none and id_space_column the expression. What a source does not say is null.
    Values stay as delivered apart from surrounding blanks; making names comparable is the identity layer's work.
#}
{% macro identity_struct(
    id_space,
    native_id=none,
    state_student_id=none,
    ssn=none,
    last_name=none,
    first_name=none,
    middle_name=none,
    suffix=none,
    birth_date=none,
    sex=none,
    street=none,
    city=none,
    zip=none,
    email=none,
    phone=none,
    id_space_column=none
) -%}
    struct_pack(
            id_space := {{ id_space_column or ("'" ~ id_space ~ "'") }},
            native_id := {{ identity_text(native_id) }},
            state_student_id := {{ identity_text(state_student_id) }},
            ssn := {{ identity_text(ssn) }},
            last_name := {{ identity_text(last_name) }},
            first_name := {{ identity_text(first_name) }},
            middle_name := {{ identity_text(middle_name) }},
            suffix := {{ identity_text(suffix) }},
            birth_date := cast({{ birth_date or 'null' }} as date),
            sex := {{ identity_text(sex) }},
            street := {{ identity_text(street) }},
            city := {{ identity_text(city) }},
            zip := {{ identity_text(zip) }},
            email := {{ identity_text(email) }},
            phone := {{ identity_text(phone) }}
        )
{%- endmacro %}


{# A text field of the struct: a field that is blank says as little as one that is absent. #}
{% macro identity_text(expression) -%}
    {%- if expression -%}
        nullif(trim(cast({{ expression }} as varchar)), '')
    {%- else -%}
        cast(null as varchar)
    {%- endif -%}
{%- endmacro %}


{#
    Name of the identity that a row carries: rows that say exactly the same about their person share it, whatever file
    or year they stand in. The json spells absent fields out, so an absent suffix and a suffix of another field's value differ.
#}
{% macro identity_tuple_id(identity) -%}
    md5(cast(to_json({{ identity }}) as varchar))
{%- endmacro %}
