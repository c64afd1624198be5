-- Matching rule 4: same full name and birth date with nothing against it, which ties students and examinees, who bring
-- no Social Security number, to the rest. Where two people are known by both, a second field must agree.
-- Grain: one row per pair of descriptions (identity_tuple_id_a < identity_tuple_id_b).
with identities as (
    select
        *,
        count(*) over (partition by first_name, last_name, birth_date) as block_size
    from {{ ref('linkable_identities') }}
    where first_name is not null and last_name is not null and birth_date is not null
),

namesakes as (
    select * from {{ ref('namesakes') }}
),

rule as (
    {{ matching_rule('exact_name_birth_date_sex') }}
),

pairs as (
    select
        a.identity_tuple_id as identity_tuple_id_a,
        b.identity_tuple_id as identity_tuple_id_b
    from identities as a
    inner join identities as b
        on
            a.first_name = b.first_name
            and a.last_name = b.last_name
            and a.birth_date = b.birth_date
            and a.identity_tuple_id < b.identity_tuple_id
    inner join rule on a.block_size <= rule.largest_block
    left join namesakes
        on
            a.first_name = namesakes.first_name
            and a.last_name = namesakes.last_name
            and a.birth_date = namesakes.birth_date
    where
        {{ nothing_contradicts('a', 'b') }}
        and (namesakes.birth_date is null or {{ strong_second_field_agrees('a', 'b') }})
)

{{ new_links('exact_name_birth_date_sex') }}
