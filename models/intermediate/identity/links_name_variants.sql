-- Matching rule 5: the ways in which one name or birth date comes to be written two ways, each with a second field that
-- agrees. Every kind of variant is found by what stays equal in it, so that no two people are compared for nothing.
-- Grain: one row per pair of descriptions (identity_tuple_id_a < identity_tuple_id_b).
with identities as (
    select * from {{ ref('linkable_identities') }}
    where not is_first_name_initials and last_name is not null and birth_date is not null
),

rule as (
    {{ matching_rule('name_variants') }}
),

-- What differs, and what stays equal: surname and birth date; given name and birth date; both names and birth year with
-- month and day in either order, or all but one part of the birth date.
keys as (
    select
        identity_tuple_id,
        unnest([
            'given name ' || last_name || ' ' || birth_date,
            'surname ' || first_name || ' ' || birth_date,
            concat_ws(
                ' ', 'birth date', last_name, first_name, year(birth_date),
                least(month(birth_date), day(birth_date)), greatest(month(birth_date), day(birth_date))
            ),
            'birth date ' || last_name || ' ' || first_name || strftime(birth_date, ' %Y-%m-*'),
            'birth date ' || last_name || ' ' || first_name || strftime(birth_date, ' %Y-*-%d'),
            'birth date ' || last_name || ' ' || first_name || strftime(birth_date, ' *-%m-%d')
        ]) as key
    from identities
),

blocks as (
    select
        *,
        count(*) over (partition by key) as block_size
    from keys
),

pairs as (
    select
        a.identity_tuple_id as identity_tuple_id_a,
        b.identity_tuple_id as identity_tuple_id_b
    from blocks as block_a
    inner join blocks as block_b
        on
            block_a.key = block_b.key
            and block_a.identity_tuple_id < block_b.identity_tuple_id
    inner join identities as a on block_a.identity_tuple_id = a.identity_tuple_id
    inner join identities as b on block_b.identity_tuple_id = b.identity_tuple_id
    inner join rule on block_a.block_size <= rule.largest_block
    where
        {{ nothing_contradicts('a', 'b') }}
        and {{ second_field_agrees('a', 'b') }}
        and case
            when block_a.key like 'given name %'
                then
                    list_has_any(a.first_name_roots, b.first_name_roots)
                    or {{ a_slip_apart('a.first_name', 'b.first_name') }}
            when block_a.key like 'surname %'
                then
                    list_has_any(a.last_name_parts, b.last_name_parts)
                    or {{ a_slip_apart('a.last_name', 'b.last_name') }}
                    or {{ strong_second_field_agrees('a', 'b') }}
            -- Many share a common name and a zip, and some of them are born on like days.
            else
                not {{ birth_dates_contradict('a', 'b') }}
                and (a.birth_date = b.birth_date_swapped or {{ strong_second_field_agrees('a', 'b') }})
        end
)

{{ new_links('name_variants') }}
