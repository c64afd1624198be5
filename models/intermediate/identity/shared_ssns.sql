-- A Social Security number that people with different names use says little of any of them: one was borrowed, mistyped
-- or made up. Its rows are told apart by the rest; only together with an agreeing name does it still count.
-- Grain: one row per valid Social Security number (ssn) whose names fall into more than one group.
with recursive parameters as (
    {{ matching_parameters(comparison_parameters() + ['names_of_nobody']) }}
),

named as (
    select
        ssn,
        first_name,
        last_name,
        first_name_roots,
        is_first_name_initials,
        last_name_parts
    from {{ ref('normalised_identities') }}
    where ssn is not null and first_name is not null and last_name is not null
),

-- Numbers with one name need no thought.
with_names as (
    select ssn
    from named
    group by ssn
    having min(first_name) <> max(first_name) or min(last_name) <> max(last_name)
),

names as (
    select distinct named.*
    from named
    inner join with_names on named.ssn = with_names.ssn
),

numbered as (
    select
        *,
        row_number() over (partition by ssn order by last_name, first_name) as name_number,
        count(*) over (partition by ssn) as name_count
    from names
),

-- Those with very many are nobody's.
several as (
    select numbered.*
    from numbered
    cross join parameters
    where numbered.name_count <= parameters.names_of_nobody
),

-- A similar given name with any surname (people marry), or a badly written one or an initial with a similar surname.
alike as (
    select
        a.ssn,
        a.name_number as name_number_a,
        b.name_number as name_number_b
    from several as a
    inner join several as b on a.ssn = b.ssn and a.name_number <> b.name_number
    cross join parameters
    where
        list_has_any(a.first_name_roots, b.first_name_roots)
        or (a.first_name = b.last_name and a.last_name = b.first_name)
        or {{ names_similar('a.first_name', 'b.first_name') }}
        or (
            (
                {{ jaro_winkler('a.first_name', 'b.first_name') }} >= parameters.unlike_name_similarity
                or (
                    (a.is_first_name_initials or b.is_first_name_initials)
                    and left(a.first_name, 1) = left(b.first_name, 1)
                )
            )
            and (
                list_has_any(a.last_name_parts, b.last_name_parts)
                or {{ names_similar('a.last_name', 'b.last_name') }}
            )
        )
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
    bool_or(numbered.name_count > parameters.names_of_nobody) as is_nobodys
from numbered
cross join parameters
left join reach on numbered.ssn = reach.ssn
group by numbered.ssn
having max(numbered.name_count) > coalesce(max(reach.reached_count), 0)
