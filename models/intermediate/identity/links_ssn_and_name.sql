-- Matching rule 2: same Social Security number and similar names, which ties wage records, that know no birth date, to
-- the rest. A number that is nobody else's carries a changed surname too. Father and son are a generation apart.
-- Grain: one row per pair of descriptions (identity_tuple_id_a < identity_tuple_id_b).
with identities as (
    select * from {{ ref('linkable_identities') }}
    where ssn is not null
),

rule as (
    {{ matching_rule('ssn_and_name') }}
),

pairs as (
    select
        a.identity_tuple_id as identity_tuple_id_a,
        b.identity_tuple_id as identity_tuple_id_b
    from identities as a
    inner join identities as b on a.ssn = b.ssn and a.identity_tuple_id < b.identity_tuple_id
    cross join rule
    where
        coalesce(a.suffix = b.suffix, true)
        and not {{ a_generation_apart('a', 'b') }}
        and (
            {{ both_names_agree('a', 'b') }}
            or (
                not a.is_ssn_shared
                and not {{ birth_dates_contradict('a', 'b') }}
                and {{ given_name_is_one('a', 'b') }}
            )
        )
)

{{ new_links('ssn_and_name') }}
