-- A Social Security number that people with different names use says little of any of them: one was borrowed, mistyped
-- or made up. Its rows are told apart by the rest; only together with an agreeing name does it still count.
-- Grain: one row per valid Social Security number (ssn) whose names fall into more than one group.
with recursive rule as (
    {{ matching_rule('ssn_and_name') }}
),

names as (
    select distinct
        ssn,
        first_name,
        last_name,
        first_name_roots,
        is_first_name_initials,
        last_name_parts,
        middle_name
    from {{ ref('normalised_identities') }}
    where ssn is not null and first_name is not null and last_name is not null
),

numbered as (
    select
        *,
        row_number() over (partition by ssn order by last_name, first_name, middle_name) as name_number,
        count(*) over (partition by ssn) as name_count
    from names
),

-- Numbers with one name need no thought, and those with very many are nobody's.
several as (
    select numbered.*
    from numbered
    cross join rule
    where numbered.name_count between 2 and rule.largest_block
),

alike as (
    select
        a.ssn,
        a.name_number as name_number_a,
        b.name_number as name_number_b
    from several as a
    inner join several as b on a.ssn = b.ssn and a.name_number <> b.name_number
    cross join rule
    where
        {{ both_names_agree('a', 'b') }}
        or {{ given_name_is_one('a', 'b') }}
),

-- From the first name, by steps from a name to one that is like it.
reached as (
    select
        ssn,
        name_number
    from several
    where name_number = 1
    union
    select
        alike.ssn,
        alike.name_number_b as name_number
    from reached
    inner join alike on reached.ssn = alike.ssn and reached.name_number = alike.name_number_a
),

reach as (
    select
        ssn,
        count(*) as reached_count
    from reached
    group by ssn
)

select
    numbered.ssn,
    max(numbered.name_count) as name_count,
    bool_or(numbered.name_count > rule.largest_block) as is_nobodys
from numbered
cross join rule
left join reach on numbered.ssn = reach.ssn
where numbered.name_count > 1
group by numbered.ssn
having max(numbered.name_count) > coalesce(max(reach.reached_count), 0)
