"""The warehouse's normalised identities, as Splink is given them.

Both matchers get the same distinct identities with the same normalised columns. What an experienced
user would still do before linking with Splink is done here: identifiers that very many names share
are placeholders, and full names that few share find pairs that nothing else finds.
"""

from pathlib import Path

import duckdb

from warehouse.admission.values import quoted

# An identifier that is seen with more given names than this is nobody's.
MOST_NAMES_OF_AN_SSN = 12
MOST_NAMES_OF_A_CONTACT = 8
# A full name that more identities share than this is common.
MOST_OF_A_RARE_NAME = 20


def write_records(warehouse_file: Path, out: Path) -> int:
    """Write one row per distinct identity of a built warehouse to a parquet file.

    Parameters
    ----------
    warehouse_file
        The warehouse's DuckDB file, built as far as `identity.normalised_identities`.
    out
        Parquet file with the columns that splink_matching compares; record_id is the identity's.

    Returns
    -------
    int
        Number of rows.
    """
    with duckdb.connect(str(warehouse_file), read_only=True) as connection:
        return connection.execute(
            f"copy ({_RECORDS}) to {quoted(str(out))} (format parquet)"
        ).fetchall()[0][0]


_RECORDS = f"""
with
nobodys_ssns as (
    select ssn as identifier from identity.normalised_identities
    group by ssn having count(distinct first_name) > {MOST_NAMES_OF_AN_SSN}
),
nobodys_emails as (
    select email as identifier from identity.normalised_identities
    group by email having count(distinct first_name) > {MOST_NAMES_OF_A_CONTACT}
),
nobodys_phones as (
    select phone as identifier from identity.normalised_identities
    group by phone having count(distinct first_name) > {MOST_NAMES_OF_A_CONTACT}
),
cleaned as (
    select
        identities.* replace (
            case when nobodys_ssns.identifier is null then ssn end as ssn,
            case when nobodys_ssns.identifier is null then ssn_last_four end as ssn_last_four,
            case when nobodys_emails.identifier is null then email end as email,
            case when nobodys_phones.identifier is null then phone end as phone
        )
    from identity.normalised_identities as identities
    left join nobodys_ssns on identities.ssn = nobodys_ssns.identifier
    left join nobodys_emails on identities.email = nobodys_emails.identifier
    left join nobodys_phones on identities.phone = nobodys_phones.identifier
)
select
    identity_tuple_id as record_id,
    id_space as source,
    ssn,
    ssn_last_four,
    case when native_id is distinct from state_student_id then native_id end as native_number,
    state_student_id as state_number,
    first_name,
    first_name_roots,
    middle_name,
    last_name,
    last_name_parts,
    case
        when first_name is not null and last_name is not null
            and count(*) over (partition by first_name, last_name) <= {MOST_OF_A_RARE_NAME}
            then first_name || ' ' || last_name
    end as rare_name,
    suffix,
    birth_date,
    birth_date_swapped,
    sex,
    street,
    zip,
    email,
    phone
from cleaned
order by record_id
"""
