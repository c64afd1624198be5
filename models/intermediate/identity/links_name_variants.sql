-- Matching rule 5: the ways in which one name or birth date comes to be written two ways, each with a second field that
-- agrees. Every kind of variant is found by what stays equal in it, so that no two people are compared for nothing.
-- Grain: one row per pair of descriptions (identity_tuple_id_a < identity_tuple_id_b).
with identities as (
    select * from {{ ref('linkable_identities') }}
    where length(first_name) > 1 and last_name is not null and birth_date is not null
),

rule as (
    {{ matching_rule('name_variants') }}
),

-- What stays equal: surname and birth date; given name and birth date; both names and birth year with month and day in
-- either order, or all but one part of the birth date.
keys as (
    select
        identity_tuple_id,
        unnest([
            {'differs': 'given name', 'key': concat_ws(' ', last_name, birth_date)},
            {'differs': 'surname', 'key': concat_ws(' ', first_name, birth_date)},
            {'differs': 'birth date', 'key': concat_ws(
                ' ', last_name, first_name, 'either order', year(birth_date),
                least(month(birth_date), day(birth_date)), greatest(month(birth_date), day(birth_date))
            )},
            {'differs': 'birth date', 'key': strftime(birth_date, '%Y-%m-* ') || last_name || ' ' || first_name},
            {'differs': 'birth date', 'key': strftime(birth_date, '%Y-*-%d ') || last_name || ' ' || first_name},
            {'differs': 'birth date', 'key': strftime(birth_date, '*-%m-%d ') || last_name || ' ' || first_name}
        ], recursive := true)
    from identities
),

blocks as (
    select
        *,
        count(*) over (partition by differs, key) as block_size
    from keys
),

pairs as (
    select
        a.identity_tuple_id as identity_tuple_id_a,
        b.identity_tuple_id as identity_tuple_id_b
    from blocks as block_a
    inner join blocks as block_b
        on
            block_a.differs = block_b.differs
            and block_a.key = block_b.key
            and block_a.identity_tuple_id < block_b.identity_tuple_id
    inner join identities as a on block_a.identity_tuple_id = a.identity_tuple_id
    inner join identities as b on block_b.identity_tuple_id = b.identity_tuple_id
    inner join rule on block_a.block_size <= rule.largest_block
    where
        {{ nothing_contradicts('a', 'b') }}
        and {{ second_field_agrees('a', 'b') }}
        and case block_a.differs
            when 'given name'
                then
                    list_has_any(a.first_name_roots, b.first_name_roots)
                    or {{ typing_errors('a.first_name', 'b.first_name') }} <= 1
            when 'surname'
                then
                    list_has_any(a.last_name_parts, b.last_name_parts)
                    or {{ typing_errors('a.last_name', 'b.last_name') }} <= 1
                    or {{ strong_second_field_agrees('a', 'b') }}
            else not {{ birth_dates_contradict('a', 'b', 'rule.generation_years') }}
        end
)

{{ new_links('name_variants') }}
