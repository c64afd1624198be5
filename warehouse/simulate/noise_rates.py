"""How often each kind of dirt is planted: one table, from which every noise level follows.

A rate is a share of the rows (or profiles) that can carry the fault, at the usual level. The
names are what the truth's ``rows.faults`` and ``files.fault`` hold.
"""

from typing import Literal

NoiseLevel = Literal["usual", "heavy", "none"]

LEVEL_FACTORS: dict[str, float] = {"usual": 1.0, "heavy": 2.5, "none": 0.0}

# Dirt in what a row says of a person; such a row is accepted.
IDENTITY_RATES: dict[str, float] = {
    "name_typo": 0.014,
    "nickname": 0.025,
    "surname_late": 0.22,  # of the changes of name, by source
    "surname_early": 0.07,  # of the changes of name, by source
    "hyphen_halved": 0.12,  # of hyphenated names
    "accents_dropped": 0.30,  # of names with accents
    "day_month_swapped": 0.005,
    "birth_date_typo": 0.006,
    "birth_date_missing": 0.010,
    "ssn_missing": 0.012,
    "ssn_wrong": 0.006,
    "ssn_invalid": 0.003,
    "ssn_shared": 0.0015,  # of jobs: the worker uses another person's number at one employer
    "first_initial": 0.05,  # of employers: their wage files give only the first initial
    "event_date_off": 0.02,  # of districts' credential attempts: a day or two
}

# Agencies whose systems keep names in capitals without accents.
UPPER_CASE_AGENCIES = ("labor", "motor_vehicles")

# Dirt in rows that stay accepted.
ROW_RATES: dict[str, float] = {
    "duplicate": 0.0020,
    "contradictory": 0.0012,
    "unmapped_code": 0.0015,
    "line_break_quoted": 0.0010,
}

# Dirt for which a row is refused, each with one reason.
REFUSED_RATES: dict[str, float] = {
    "date_unparseable": 0.0004,
    "amount_unparseable": 0.0003,
    "flag_unknown": 0.0002,
    "value_missing": 0.0004,
    "value_malformed": 0.0002,
    "birth_date_impossible": 0.0002,
    "number_impossible": 0.0003,
    "dates_out_of_order": 0.0003,
    "birth_after_event": 0.0002,
    "earned_before_attempt": 0.0010,
    "event_after_delivery": 0.0003,
    "wages_negative": 0.0002,
    "short_line": 0.0003,
    "long_line": 0.0003,
    "quote_unclosed": 0.0002,
    "stray_byte": 0.0003,
}

# Not dirt, or there at every level: wages corrected later, files delivered again, canaries.
STANDING = ("restated", "adjusted", "superseded", "canary")

# What befalls whole files; the rows of a refused file carry "file_refused".
FILE_FAULTS = ("file_refused", "late_file", "extra_column", "column_missing", "columns_reordered")

RESTATED_SHARE = 0.008  # of wage records: restated in the next quarter's file
ADJUSTED_SHARE = 0.004  # of wage records: adjusted in the next quarter's file

# A stray byte in more than one line of a hundred would refuse the file.
STRAY_BYTE_LEAST_LINES = 300

FAULTS: tuple[str, ...] = (
    *IDENTITY_RATES,
    "upper_cased",
    *ROW_RATES,
    *REFUSED_RATES,
    *STANDING,
    *FILE_FAULTS,
)
_BITS = {name: 1 << position for position, name in enumerate(FAULTS)}


def bit(fault: str) -> int:
    """Give the bit that stands for a fault in the deliveries' bookkeeping."""
    return _BITS[fault]


def fault_names(bits: int) -> list[str]:
    """Name the faults of a set of bits, in the order of `FAULTS`."""
    return [name for name, value in _BITS.items() if bits & value]


def rate(fault: str, level: NoiseLevel) -> float:
    """Give the rate of a fault at a level, never above one in two."""
    usual = IDENTITY_RATES.get(fault) or ROW_RATES.get(fault) or REFUSED_RATES[fault]
    return min(usual * LEVEL_FACTORS[level], 0.5)
