"""What goes wrong with identity records on their way into a state's files, and how often.

Each kind has a rate per record that could have it, at the usual level; the heavy level and careless
sources multiply it. Several faults may fall on one record. Nothing here comes from the simulator.
"""

import csv
import random as dice_rolls
from collections.abc import Callable
from pathlib import Path

import numpy as np

from outside_people import PARTICLES, Columns, plain_letters

Dice = dice_rolls.Random
Respelling = Callable[[str, Dice], str]

# The sources that keep neither small letters nor accents
PLAIN_CAPITALS = ("labor", "motor_vehicles")
LEVELS = {"usual": 1.0, "heavy": 2.5}
MOST = 0.9

SOUNDS = (
    "ph>f f>ph ck>k c>k k>c y>i i>y ie>y ey>y ee>ea ea>ee ei>ie z>s s>z ll>l l>ll nn>n n>nn "
    "tt>t t>tt ss>s s>ss rr>r mm>m sch>sh sh>sch x>ks th>t j>g g>j gh>g ou>u au>o ai>ay an>en "
    "er>ar son>sen ae>e oo>u w>wh qu>kw v>w"
)
SOUND_PAIRS = [tuple(pair.split(">")) for pair in SOUNDS.split()]
SHAPES = "O>0 o>0 I>1 l>1 I>l l>I rn>m m>rn RN>M M>RN S>5 B>8 cl>d E>F"
OCR_PAIRS = [tuple(pair.split(">")) for pair in SHAPES.split()]
KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS = {
    key: row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    for row in KEY_ROWS
    for place, key in enumerate(row)
}
PLACEHOLDERS = ("UNKNOWN", "N/A", "BABY BOY", "BABY GIRL", "TEST", "XXX", "NONE", "NMN", "REFUSED")
TITLES = ("DR", "Mr.", "Mrs", "Ms.", "Miss", "REV", "Prof.")
FALSE_SSNS = ("999999999", "123456789", "000000000", "111111111", "078051120", "987654321")
SHARED_SSNS = ("219456781", "516224400", "504118823")
FALSE_EMAILS = ("none@none.com", "na@na.com", "noemail@school.edu", "test@test.com", "n/a")
FALSE_PHONES = ("0000000000", "5555555555", "9999999999", "1234567890")
SHORT_WORDS = (
    "Street>ST Avenue>AVE Road>RD Drive>Dr. Lane>LN Court>CT Boulevard>BLVD Circle>CIR County>CO"
    " Saint>St"
)
ABBREVIATIONS = dict(pair.split(">") for pair in SHORT_WORDS.split())


def read_nicknames() -> dict[str, list[str]]:
    """Return the nicknames of each given name, by the name in plain capitals.

    They are the project's seed and some that it hasn't, so that not every one is foreseen.
    """
    nicknames: dict[str, list[str]] = {}
    with (Path(__file__).parents[1] / "seeds/identity/nicknames.csv").open() as file:
        for row in csv.DictReader(file):
            nicknames.setdefault(row["given_name"], []).append(row["nickname"])
    with Path(__file__).with_name("outside_nicknames.csv").open() as file:
        for row in csv.DictReader(file):
            nicknames.setdefault(row["given_name"], []).extend(row["nicknames"].split(";"))
    return nicknames


def shorten_name(text: str, nicknames: dict[str, list[str]], dice: Dice) -> str:
    """Return a nickname of the given name, or the name where there is none."""
    fitting = nicknames.get(plain_letters(text).upper())
    return in_case_of(dice.choice(fitting), text) if fitting else text


def in_case_of(text: str, model: str) -> str:
    """Return `text` in upper, lower or title case, as `model` is."""
    return text.upper() if model.isupper() else text.lower() if model.islower() else text.title()


def respell_sound(text: str, dice: Dice) -> str:
    """Write one sound of `text` in another way: Philip as Filip."""
    lower = text.lower()
    fitting = [pair for pair in SOUND_PAIRS if pair[0] in lower]
    if not fitting:
        return text
    sound, other = dice.choice(fitting)
    return in_case_of(lower.replace(sound, other, 1), text)


def respell_ocr(text: str, dice: Dice) -> str:
    """Read one letter of `text` as a scanner does: O as 0, rn as m."""
    fitting = [pair for pair in OCR_PAIRS if pair[0] in text]
    return text.replace(*dice.choice(fitting), 1) if fitting else text


def strike_neighbour(text: str, dice: Dice) -> str:
    """Replace one letter, the first included, by a neighbour on the keyboard."""
    place = dice.randrange(len(text))
    keys = NEIGHBOURS.get(text[place].lower())
    if not keys:
        return text
    key = dice.choice(keys)
    return text[:place] + (key.upper() if text[place].isupper() else key) + text[place + 1 :]


def drop_letter(text: str, dice: Dice) -> str:
    """Leave out one letter anywhere."""
    place = dice.randrange(len(text))
    return text[:place] + text[place + 1 :] if len(text) > 2 else text


def transpose_letters(text: str, dice: Dice) -> str:
    """Let two neighbouring characters change places."""
    if len(text) < 2:
        return text
    place = dice.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def insert_letter(text: str, dice: Dice) -> str:
    """Strike one key twice, or the key beside it as well."""
    place = dice.randrange(len(text))
    key = dice.choice(NEIGHBOURS.get(text[place].lower(), "") + text[place].lower())
    return text[: place + 1] + in_case_of(key, text[place]) + text[place + 1 :]


def make_two_typos(text: str, dice: Dice) -> str:
    """Make two slips in one name."""
    slips = (strike_neighbour, drop_letter, transpose_letters, insert_letter)
    return dice.choice(slips)(dice.choice(slips)(text, dice), dice)


def truncate(text: str, dice: Dice) -> str:
    """Cut `text` to a column of eight to twelve characters."""
    return text[: dice.randint(8, 12)].rstrip()


def mangle_accents(text: str, dice: Dice) -> str:
    """Read UTF-8 as Latin-1, or show what the character set lacks as a question mark."""
    if dice.random() < 0.7:
        return text.encode("utf-8").decode("latin-1")
    return text.encode("ascii", "replace").decode()


def change_case(text: str, dice: Dice) -> str:
    """Write in capitals, in small letters, or in a mixture."""
    mixed = text[:1].lower() + text[1:].upper()
    return dice.choice((text.upper(), text.lower(), mixed))


def halve_hyphen(text: str, dice: Dice) -> str:
    """Keep one part of a surname of two, turn them around, or write the hyphen otherwise."""
    glue = "-" if "-" in text else " "
    first, second = text.split(glue, 1)
    ways = (first, first, second, second, f"{second}{glue}{first}", f"{first} {second}")
    return dice.choice((*ways, f"{first}-{second}", first + second))


def drop_particles(text: str, dice: Dice) -> str:
    """Drop the particles of a surname, or write all in one word."""
    words = [word for word in text.replace("-", " ").split() if word.lower() not in PARTICLES]
    dropped = " ".join(words) or text
    return dice.choice((dropped, dropped, "".join(text.split()), text.replace("-", " ")))


def join_first_names(text: str, dice: Dice) -> str:
    """Write a given name of two words as one, or its first or second word alone."""
    words = text.replace("-", " ").split()
    joined = "".join(words)
    return dice.choice((joined.title(), words[0], words[0], words[-1], "-".join(words)))


def add_spaces(text: str, dice: Dice) -> str:
    """Add blanks before, behind or between, or a full stop."""
    return dice.choice((f" {text}", f"{text}  ", text.replace(" ", "  "), f"{text}."))


def add_title(text: str, dice: Dice) -> str:
    """Put a title before the name."""
    return f"{dice.choice(TITLES)} {text}"


def abbreviate_address(text: str, dice: Dice) -> str:
    """Abbreviate the street's type and the flat, or write the flat with a number sign."""
    text = text.replace("Apartment", dice.choice(("Apartment", "APT", "#", "Unit")))
    return " ".join(ABBREVIATIONS.get(word, word) for word in text.split())


def punctuate_phone(text: str, dice: Dice) -> str:
    """Write a telephone number in one of the usual ways."""
    a, b, c = text[:3], text[3:6], text[6:]
    return dice.choice((f"({a}) {b}-{c}", f"{a}-{b}-{c}", f"{a}.{b}.{c}", f"+1 {a} {b} {c}"))


def change_digit(text: str, dice: Dice) -> str:
    """Replace one digit by another."""
    place = dice.randrange(len(text))
    digit = dice.choice("0123456789".replace(text[place], ""))
    return text[:place] + digit + text[place + 1 :]


class Noise:
    """Plants faults in records and remembers which fell where.

    Parameters
    ----------
    records
        Columns of text, all of one length; `""` is missing. They are changed in place.
    level
        A name in LEVELS.
    carelessness
        A factor on the rates for each record, from its source.
    """

    def __init__(self, records: Columns, level: str, carelessness: np.ndarray, seed: int) -> None:
        self.records = records
        self.factor = LEVELS[level] * carelessness
        self.random = np.random.default_rng(seed)
        self.dice = Dice(seed)
        self.planted: list[tuple[str, np.ndarray]] = []

    def choose(
        self, rate: float | np.ndarray, could: np.ndarray, is_fault: bool = True
    ) -> np.ndarray:
        """Return the places of the records that a kind falls on; habits ignore the level."""
        rates = np.minimum(MOST, rate * self.factor) if is_fault else rate
        return np.flatnonzero(could & (self.random.random(len(could)) < rates))

    def put(self, kind: str, column: str, rows: np.ndarray, values: np.ndarray) -> None:
        """Set `column` in `rows`, and remember those rows whose value is another one now."""
        values = np.asarray(values, dtype=object)
        changed = rows[self.records[column][rows] != values]
        self.records[column][rows] = values
        self.planted.append((kind, changed))

    def respell(
        self, kind: str, column: str, rate: float, function: Respelling, is_fault: bool = True,
        could: np.ndarray | None = None,
    ) -> None:  # fmt: skip
        """Let `function` rewrite `column` in the share `rate` of the records that have it."""
        filled = self.records[column] != ""
        rows = self.choose(rate, filled if could is None else filled & could, is_fault)
        values = [function(text, self.dice) for text in self.records[column][rows]]
        self.put(kind, column, rows, np.array(values, dtype=object))

    def replace(
        self, kind: str, column: str, rate: float, values: np.ndarray | tuple | str
    ) -> None:
        """Replace `column` by `values`: one for each record, several to choose from, or one."""
        could = self.records[column] != ""
        if isinstance(values, np.ndarray):
            could &= values != ""
        rows = self.choose(rate, could)
        if isinstance(values, np.ndarray):
            drawn = values[rows]
        elif isinstance(values, tuple):
            drawn = np.array([self.dice.choice(values) for _ in rows], dtype=object)
        else:
            drawn = np.full(len(rows), values, dtype=object)
        self.put(kind, column, rows, drawn)

    def faults(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (place of the record, kind) of every fault planted."""
        rows = np.concatenate([rows for _, rows in self.planted])
        kinds = np.repeat([kind for kind, _ in self.planted], [len(r) for _, r in self.planted])
        return rows, kinds


def change_date_digit(text: str, dice: Dice) -> str:
    """Replace the last digit of the year, of the month or of the day."""
    place = dice.choice((3, 6, 9))
    return text[:place] + change_digit(text[place], dice) + text[place + 1 :]


def shift_year(text: str, dice: Dice) -> str:
    """Put the year off by one or by ten."""
    return f"{int(text[:4]) + dice.choice((-10, -1, 1, 10))}{text[4:]}"


def swap_month_and_day(text: str, dice: Dice) -> str:
    """Write the day where the month stands, and the month where the day stands."""
    return f"{text[:4]}{text[7:]}{text[4:7]}"


def break_birth_date(text: str, dice: Dice) -> str:
    """Return a birth date that cannot be: a 13th month, the year 1900, the future, zeros."""
    ways = (f"{text[:5]}13{text[7:]}", "1900-01-01", f"2{dice.randint(30, 99):03d}{text[4:]}")
    return dice.choice((*ways, "0000-00-00", f"{text[:5]}02-30"))


def plant_name_faults(noise: Noise, people: Columns) -> None:
    """Plant what happens to names: other true names first, then slips, then layouts."""
    records, person = noise.records, noise.records["person"]
    is_new = records["last_name"] == people["later_last"][person]
    other = np.where(is_new, people["last"][person], people["later_last"][person])
    noise.replace("maiden_or_married_name", "last_name", 0.06, other)
    nicknames = read_nicknames()
    noise.respell("nickname", "first_name", 0.04, lambda t, d: shorten_name(t, nicknames, d))
    is_double = np.array([" " in text or "-" in text for text in records["first_name"]])
    noise.respell("joined_first_name", "first_name", 0.3, join_first_names, could=is_double)
    words = [text.replace("-", " ").split() for text in records["last_name"]]
    particles = np.array([any(word.lower() in PARTICLES for word in some) for some in words])
    is_double = np.array([len(some) > 1 for some in words])
    noise.respell("halved_surname", "last_name", 0.25, halve_hyphen, could=is_double & ~particles)
    noise.respell("dropped_particle", "last_name", 0.25, drop_particles, could=particles)
    rows = noise.choose(0.4, records["suffix"] != "")
    joined = records["last_name"][rows] + np.array([" ", ", "], dtype=object)[rows % 2]
    noise.put("suffix_in_last_name", "last_name", rows, joined + records["suffix"][rows])
    records["suffix"][rows] = ""
    noise.replace("suffix_missing", "suffix", 0.4, "")
    keeps_case = ~np.isin(records["source"], PLAIN_CAPITALS)
    for column in ("first_name", "last_name"):
        noise.respell("phonetic_respelling", column, 0.012, respell_sound)
        noise.respell("adjacent_key", column, 0.005, strike_neighbour)
        noise.respell("dropped_letter", column, 0.004, drop_letter)
        noise.respell("transposed_letters", column, 0.003, transpose_letters)
        noise.respell("inserted_letter", column, 0.003, insert_letter)
        noise.respell("two_typos", column, 0.002, make_two_typos)
        noise.respell("ocr_confusion", column, 0.004, respell_ocr)
        noise.respell("mangled_accents", column, 0.05, mangle_accents)
        noise.respell(
            "dropped_accents", column, 0.3,
            lambda text, dice: plain_letters(text), could=keeps_case,
        )  # fmt: skip
    rows = noise.choose(0.006, records["middle_name"] != "")
    middle, first = records["middle_name"][rows], records["first_name"][rows]
    noise.put("middle_as_first_name", "first_name", rows, middle)
    records["middle_name"][rows] = np.where(rows % 2 == 0, first, "")
    # Where the family's name comes first, a form that asks for "first name" gets it.
    is_family_first = np.isin(people["tradition"][person], ("vietnamese", "chinese", "hmong"))
    rates = np.where(is_family_first, 0.02, 0.004)
    rows = noise.choose(rates, records["last_name"] != "")
    first, last = records["first_name"][rows], records["last_name"][rows]
    noise.put("names_in_each_others_field", "last_name", rows, first)
    records["first_name"][rows] = last
    rows = noise.choose(0.002, records["last_name"] != "")
    whole = records["last_name"][rows] + ", " + records["first_name"][rows]
    noise.put("whole_name_in_one_field", "last_name", rows, whole)
    records["first_name"][rows] = ""
    noise.respell("initial_only", "first_name", 0.006, lambda text, dice: text[:1])
    noise.respell("title_in_name", "first_name", 0.003, add_title)
    for column, rate in (("first_name", 0.004), ("last_name", 0.008)):
        noise.respell("truncated", column, rate * 3, truncate)
        noise.respell("stray_blanks", column, 0.006, add_spaces)
        noise.respell("changed_case", column, 0.03, change_case, could=keeps_case)
        noise.replace("placeholder_name", column, 0.0015, PLACEHOLDERS)


def plant_number_faults(noise: Noise, people: Columns) -> None:
    """Plant what happens to birth dates, Social Security numbers and an agency's own numbers."""
    records, person = noise.records, noise.records["person"]
    noise.respell("birth_date_digit_off", "birth_date", 0.006, change_date_digit)
    noise.respell("birth_year_off", "birth_date", 0.004, shift_year)
    noise.respell("month_and_day_swapped", "birth_date", 0.006, swap_month_and_day)
    january = np.array([f"{text[:4]}-01-01" for text in records["birth_date"]], dtype=object)
    noise.replace("birth_date_january_first", "birth_date", 0.004, january)
    noise.respell("birth_date_impossible", "birth_date", 0.003, break_birth_date)
    noise.replace("birth_date_missing", "birth_date", 0.01, "")
    noise.respell("ssn_digit_off", "ssn", 0.007, change_digit)
    noise.respell("ssn_transposed", "ssn", 0.004, transpose_letters)
    noise.replace("ssn_of_relative", "ssn", 0.005, people["relative_ssn"][person])
    noise.replace("ssn_of_many", "ssn", 0.001, SHARED_SSNS)
    noise.replace("ssn_placeholder", "ssn", 0.004, FALSE_SSNS)
    noise.respell("ssn_last_four", "ssn", 0.006, lambda text, dice: text[-4:])
    noise.respell("ssn_leading_zero_lost", "ssn", 0.2, lambda text, dice: text.lstrip("0") or text)
    noise.replace("ssn_missing", "ssn", 0.012, "")
    noise.respell("native_id_digit_off", "native_id", 0.002, change_digit)
    noise.replace("sex_missing", "sex", 0.015, "")
    flipped = np.where(records["sex"] == "F", "M", "F").astype(object)
    noise.replace("sex_wrong", "sex", 0.004, flipped)


def plant_contact_faults(noise: Noise, people: Columns) -> None:
    """Plant what happens to addresses, emails and telephones."""
    records, person = noise.records, noise.records["person"]
    rows = noise.choose(0.08, records["street"] != "")
    is_own = records["street"][rows] == people["own_street"][person[rows]]
    for column in ("street", "city", "zip"):
        home, own = people[f"home_{column}"][person[rows]], people[f"own_{column}"][person[rows]]
        noise.put("address_before_or_after_move", column, rows, np.where(is_own, home, own))
    is_flat = np.array(["Apartment" in text for text in records["street"]])
    noise.respell(
        "flat_missing", "street", 0.15,
        lambda text, dice: " ".join(text.split()[:-2]), could=is_flat,
    )  # fmt: skip
    noise.respell("address_abbreviated", "street", 0.5, abbreviate_address, is_fault=False)
    noise.respell("address_slip", "street", 0.015, make_two_typos)
    boxes = np.array([f"PO Box {200 + p % 900}" for p in person], dtype=object)
    noise.replace("post_office_box", "street", 0.02, boxes)
    noise.respell("zip_with_four", "zip", 0.05, lambda t, d: f"{t}-{d.randint(1000, 9999)}", False)
    noise.respell("zip_digit_off", "zip", 0.006, change_digit)
    noise.replace("zip_missing", "zip", 0.01, "")
    noise.replace("email_of_family", "email", 0.06, people["family_email"][person])
    noise.respell("email_slip", "email", 0.008, strike_neighbour)
    noise.replace("email_placeholder", "email", 0.006, FALSE_EMAILS)
    noise.replace("phone_of_family", "phone", 0.2, people["home_phone"][person])
    noise.respell("phone_digit_off", "phone", 0.006, change_digit)
    noise.respell("phone_punctuated", "phone", 0.5, punctuate_phone, is_fault=False)
    noise.replace("phone_placeholder", "phone", 0.005, FALSE_PHONES)
