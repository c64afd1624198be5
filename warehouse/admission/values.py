"""How one delivered text becomes one typed value, as SQL over a column of texts.

DuckDB's own casts are lenient where a contract is not: `try_cast('1_000' as integer)` is 1000,
`try_cast('7.6' as integer)` is 8, and a date of eight digits is read with seven. So the form of a
text is tested before it is cast.
"""

import re

_DATE_PARTS = {
    # Year 0000 is a date to DuckDB (1 BC), and no date to an agency.
    "%Y": "[1-9][0-9]{3}",
    "%y": "[0-9]{2}",
    "%m": "[0-9]{2}",
    "%-m": "[0-9]{1,2}",
    "%d": "[0-9]{2}",
    "%-d": "[0-9]{1,2}",
    "%b": "[A-Za-z]{3}",
    "%B": "[A-Za-z]{3,9}",
}
INTEGER_PATTERN = r"[+-]?[0-9]+(\.0*)?"
NUMBER_PATTERN = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"


# Space, tab, line ends, no-break space; DuckDB's own trim stops at a tab or a line end.
SPACES = " \t\r\n\u00a0"


def quoted(text: str) -> str:
    """Return `text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return `name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def trimmed(text: str) -> str:
    """Return the SQL of a text without space around it, null where nothing is left."""
    return f"nullif(trim({text}, {quoted(SPACES)}), '')"


def trimmed_where_needed(text: str) -> str:
    """Return the same as `trimmed`, twice as fast where few texts have space around them."""
    has_space = f"regexp_matches({text}, {quoted(f'^[{SPACES}]|[{SPACES}]$')})"
    return f"case when {has_space} then {trimmed(text)} else nullif({text}, '') end"


def date_pattern(date_format: str) -> str:
    """Return the regular expression that a date in `date_format` (strptime) must match whole.

    `%m` and `%d` want two digits, `%-m` and `%-d` take one or two. Raises ValueError for a
    directive that a date doesn't need, and when year, month or day is lacking.
    """
    parts = re.split(r"(%-?[A-Za-z%])", date_format)
    directives = [part for part in parts if part.startswith("%")]
    unknown = [part for part in directives if part not in _DATE_PARTS]
    if unknown:
        known = " ".join(_DATE_PARTS)
        raise ValueError(f"{unknown[0]} isn't a part of a date; known parts: {known}.")
    kinds = sorted(part.lstrip("%-").lower().replace("b", "m") for part in directives)
    if kinds != ["d", "m", "y"]:
        raise ValueError("must hold year, month and day once each.")
    return "".join(_DATE_PARTS.get(part, re.escape(part)) for part in parts)


def typed_value(text: str, data_type: str, date_format: str | None) -> str:
    """Return the SQL that turns the text expression `text` into `data_type`, or null.

    `text` is trimmed already and null where blank.
    """
    if data_type == "varchar":
        return text
    if data_type == "boolean":
        return f"case upper({text}) when 'Y' then true when 'N' then false end"
    if data_type == "date":
        return _typed_date(text, date_format or "%Y-%m-%d")
    form = quoted(number_form(data_type))
    return f"case when regexp_full_match({text}, {form}) then try_cast({text} as {data_type}) end"


def number_form(data_type: str) -> str:
    """Return the regular expression of a number that fits `data_type` without rounding."""
    if not data_type.startswith("decimal"):
        return INTEGER_PATTERN
    places = int(data_type.rstrip(")").split(",")[1])
    return rf"[+-]?([0-9]+(\.[0-9]{{0,{places}}}0*)?|\.[0-9]{{1,{max(places, 1)}}}0*)"


def _typed_date(text: str, date_format: str) -> str:
    form = quoted(date_pattern(date_format))
    if date_format == "%Y-%m-%d":
        parsed = f"try_cast({text} as date)"
    else:
        parsed = f"try_cast(try_strptime({text}, {quoted(date_format)}) as date)"
    return f"case when regexp_full_match({text}, {form}) then {parsed} end"


def not_a_value_rule(data_type: str) -> str:
    """Return the rule that a text breaks which is no value of `data_type`."""
    if data_type == "date":
        return "VALUE_NOT_A_DATE"
    if data_type == "boolean":
        return "VALUE_NOT_A_FLAG"
    return "VALUE_NOT_A_NUMBER"
