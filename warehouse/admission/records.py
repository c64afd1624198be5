"""One record's text into fields: the same rule in Python (the few lines that need it) and in SQL.

A field that starts with a quote ends with one, a quote inside it is written twice, and the
delimiter and line breaks between them belong to the field. A quote elsewhere is an ordinary
character. A record in which some text belongs to no field (`"Ann" Lee,5`) is not well formed.
"""

import re
from functools import cache

from warehouse.admission.values import SPACES, quoted


def field_pattern(delimiter: str) -> str:
    """Return the regular expression of one field with the delimiter before it (Python and RE2)."""
    delim = re.escape(delimiter)
    return rf'{delim}("(?:[^"]|"")*"|[^{delim}"][^{delim}]*|)'


@cache
def _compiled(delimiter: str) -> re.Pattern[str]:
    return re.compile(field_pattern(delimiter))


def split_record(text: str, delimiter: str) -> list[str] | None:
    """Return the fields of a record, unquoted; None if its quotes are not well formed."""
    tokens = _compiled(delimiter).findall(delimiter + text)
    if sum(len(token) + 1 for token in tokens) != len(text) + 1:
        return None
    return [token[1:-1].replace('""', '"') if token.startswith('"') else token for token in tokens]


def split_sql(records: str, delimiter: str, field_count: int) -> str:
    """Return a query that splits the records of relation `records`.

    `records` has `file_index, line_number, raw_text, structural_reason`; the query gives the same
    columns, `fields` (list of texts, null where the record is refused) and `has_space` (some field
    may need trimming), with the reason filled in where quotes or the number of fields are wrong.

    The regular expression is dear, so it is kept for lines that need it: a line without quotes is
    split at its delimiters, one with a quote around every field and none inside at `","`.
    """
    delim = quoted(delimiter)
    between = quoted(f'"{delimiter}"')
    pattern = quoted(field_pattern(delimiter))
    spaces = quoted(f"[{SPACES.replace(delimiter, '')}]")
    bookkeeping = "file_index, line_number, raw_text"
    return f"""
    select
        {bookkeeping}, structural_reason,
        case when structural_reason is null then fields end as fields,
        regexp_matches(raw_text, {spaces}) as has_space,
    from (
        select
            {bookkeeping}, fields,
            case
                when structural_reason is not null then structural_reason
                when fields is null then 'ROW_QUOTE_UNCLOSED'
                when len(fields) <> {field_count} then 'ROW_FIELD_COUNT'
            end as structural_reason,
        from (
            select
                {bookkeeping}, structural_reason,
                case
                    when tokens is null then parts
                    when list_sum(list_transform(tokens, lambda token: strlen(token)))
                        + len(tokens) = strlen(raw_text) + 1
                        then list_transform(
                            tokens,
                            lambda token: case
                                when starts_with(token, '"')
                                    then replace(token[2:-2], '""', '"')
                                else token
                            end
                        )
                end as fields,
            from (
                select
                    *,
                    case
                        when quotes > 0 and (parts is null or quotes <> 2 * len(parts))
                            then regexp_extract_all({delim} || raw_text, {pattern}, 1)
                    end as tokens,
                from (
                    select
                        *,
                        case
                            when structural_reason is not null then null
                            when quotes = 0 then string_split(raw_text, {delim})
                            when starts_with(raw_text, '"') and ends_with(raw_text, '"')
                                then string_split(raw_text[2:-2], {between})
                        end as parts,
                    from (
                        select
                            *,
                            case
                                when structural_reason is null and contains(raw_text, '"')
                                    then strlen(raw_text) - strlen(replace(raw_text, '"', ''))
                                else 0
                            end as quotes,
                        from {records}
                    )
                )
            )
        )
    )"""
