-- Matching rule 1: same Social Security number and birth date. A name must still speak for it, because numbers are
-- mistyped into those of a twin; where others use the number too, both names must.
-- Grain: one row per pair of descriptions (identity_tuple_id_a < identity_tuple_id_b).
with identities as (
    select * from {{ ref('linkable_identities') }}
    where ssn is not null and birth_date is not null
),

rule as (
    {{ matching_rule('ssn_and_birth_date') }}
),

pairs as (
    select
        a.identity_tuple_id as identity_tuple_id_a,
        b.identity_tuple_id as identity_tuple_id_b
    from identities as a
    inner join identities as b
        on a.ssn = b.ssn and a.birth_date = b.birth_date and a.identity_tuple_id < b.identity_tuple_id
    cross join rule
    where
        {{ both_names_agree('a', 'b') }}
        or (
            not a.is_ssn_shared
            and (
                {{ first_names_agree('a', 'b') }}
                or {{ last_names_agree('a', 'b') }}
            )
        )
)

{{ new_links('ssn_and_birth_date') }}
