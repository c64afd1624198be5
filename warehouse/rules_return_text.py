"""What the README of a return says to the agency."""

from collections.abc import Sequence
from dataclasses import dataclass

STEPS = """\
# Refused rows of {agency}, returned for correction

**Personal data.** `resend/` holds records as you delivered them. Keep this folder where only those
may read who work on it, and delete it when you have sent the corrections.

{rows} rows of {files} deliveries were refused, each for the reasons in `reasons.csv`, and are in no
table that anyone reads until they are corrected.

1. Open `reasons.csv`: for each refused row the file in `resend/` and its line there, the line in
   your delivery, the rule that the row breaks, the column, and what to do.
2. Correct the rows in `resend/`; the heading, the delimiter and the encoding are your delivery's.
   Where a character couldn't be read (ROW_ENCODING) it is written as `\\xE9`.
3. `warehouse check resend` says when every row would be accepted.{build_rules}
4. Make the same corrections in your own system, and send the **whole** file of the period again,
   under a new name and with a line of its own in `manifest.csv` (`warehouse check` prints it). A
   later file takes the place of the earlier one of its extract and period with all its rows: the
   rows in `resend/` sent alone would take away those that were accepted.
"""


@dataclass(frozen=True)
class ReturnedFile:
    """A delivery of which rows go back; `returned_as` is the path below `resend/`."""

    file_name: str
    extract: str
    period: str
    returned_as: str
    rows: int
    rule_ids: tuple[str, ...]


@dataclass(frozen=True)
class WholeFile:
    """A file that was refused whole, what was found, and (rule, what to do) for each reason."""

    file_name: str
    message: str
    reasons: tuple[tuple[str, str], ...]


def readme(
    agency: str,
    files: Sequence[ReturnedFile],
    whole_files: Sequence[WholeFile],
    rules_of_build: Sequence[str],
) -> str:
    """Write the README: what to do, the files with refused rows, the files refused whole."""
    parts = [f"# Files of {agency} that were refused\n"]
    if files:
        parts = [_steps(agency, files, rules_of_build), _file_table(files)]
    if whole_files:
        parts.append(_whole_file_list(whole_files))
    return "\n".join(parts)


def _steps(agency: str, files: Sequence[ReturnedFile], rules_of_build: Sequence[str]) -> str:
    hint = ""
    if rules_of_build:
        hint = (
            f" It can't ask\n   {', '.join(rules_of_build)}:\n"
            "   these need the Council's registers, and the next build asks them."
        )
    return STEPS.format(
        agency=agency,
        rows=f"{sum(each.rows for each in files):,}",
        files=f"{len(files):,}",
        build_rules=hint,
    )


def _file_table(files: Sequence[ReturnedFile]) -> str:
    lines = ["| delivery | in `resend/` | rows | rules |", "|---|---|---:|---|"]
    lines += [
        f"| {each.file_name} | {each.returned_as} | {each.rows:,} | {', '.join(each.rule_ids)} |"
        for each in files
    ]
    return "\n".join(lines) + "\n"


def _whole_file_list(whole_files: Sequence[WholeFile]) -> str:
    lines = ["## Refused whole", "", "No row of these files was read; their rows aren't returned."]
    for each in whole_files:
        lines += ["", f"- **{each.file_name}**: {each.message}"]
        lines += [f"  - {rule}: {what_to_do}" for rule, what_to_do in each.reasons]
    return "\n".join(lines) + "\n"
