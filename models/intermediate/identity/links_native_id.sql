-- Matching rule 3: same number in the same agency's numbering, the state student number on a college's row included.
-- A number keyed in wrongly is found out where given name and birth date both contradict.
-- Grain: one row per pair of descriptions (identity_tuple_id_a < identity_tuple_id_b).
with identities as (
    select * from {{ ref('linkable_identities') }}
),

rule as (
    {{ matching_rule('native_id') }}
),

numbers as (
    select
        identity_tuple_id,
        id_space,
        native_id
    from identities
    where native_id is not null
    union
    select
        identity_tuple_id,
        'k12' as id_space,
        state_student_id as native_id
    from identities
    where state_student_id is not null
),

blocks as (
    select
        numbers.*,
        count(*) over (partition by numbers.id_space, numbers.native_id) as block_size
    from numbers
),

pairs as (
    select
        a.identity_tuple_id as identity_tuple_id_a,
        b.identity_tuple_id as identity_tuple_id_b
    from blocks as block_a
    inner join blocks as block_b
        on
            block_a.id_space = block_b.id_space
            and block_a.native_id = block_b.native_id
            and block_a.identity_tuple_id < block_b.identity_tuple_id
    inner join identities as a on block_a.identity_tuple_id = a.identity_tuple_id
    inner join identities as b on block_b.identity_tuple_id = b.identity_tuple_id
    inner join rule on block_a.block_size <= rule.largest_block
    where
        not {{ birth_dates_contradict('a', 'b') }}
        or coalesce({{ first_names_agree('a', 'b') }}, true)
)

{{ new_links('native_id') }}
