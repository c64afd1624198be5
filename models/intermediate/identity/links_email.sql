-- Matching rule 6: same email address and similar names, for examinees whose name or birth date came out wrong. Many in
-- a family use one address, so the given name must agree and the birth dates must not contradict.
-- Grain: one row per pair of descriptions (identity_tuple_id_a < identity_tuple_id_b).
with identities as (
    select
        *,
        count(*) over (partition by email) as block_size
    from {{ ref('linkable_identities') }}
    where email is not null
),

rule as (
    {{ matching_rule('email') }}
),

pairs as (
    select
        a.identity_tuple_id as identity_tuple_id_a,
        b.identity_tuple_id as identity_tuple_id_b
    from identities as a
    inner join identities as b on a.email = b.email and a.identity_tuple_id < b.identity_tuple_id
    inner join rule on a.block_size <= rule.largest_block
    where
        not {{ birth_dates_contradict('a', 'b') }}
        and {{ nothing_contradicts('a', 'b') }}
        and (
            {{ both_names_agree('a', 'b') }}
            or {{ whole_first_names_agree('a', 'b') }}
        )
)

{{ new_links('email') }}
