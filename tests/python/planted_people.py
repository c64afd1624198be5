"""People planted by hand whom a matcher is likely to take for others, and who they are."""

import random

SEPTEMBER = {"observed_on": "2017-09-01"}
A_YEAR_LATER = {"observed_on": "2018-09-01"}


def record(source: str, first: str = "", last: str = "", born: str = "", **more: str) -> dict:
    """Describe a record; what is not said is absent."""
    said = {"source": source, "first_name": first, "last_name": last, "birth_date": born} | more
    return {name: value for name, value in said.items() if value}


def at(place: int) -> dict[str, str]:
    """Give an address and zip code that nobody else has."""
    return {"street": f"{place} Oak St", "zip": str(99000 + place)}


# One line a person, and under it the records that are that person's.
PEOPLE: dict[str, dict[str, dict]] = {
    # A borrowed Social Security number.
    "Rosa, whose number it is": {
        "rosa_card": record("cards", "Rosa", "Gast", "1995-06-30", ssn="512340007", sex="F"),
        "rosa_wage": record("wages", "Rosa", "Gast", ssn="512340007"),
    },
    "Karl by his own number": {
        "karl_college": record("college", "Karl", "Zimmer", "1991-01-19", ssn="523450008"),
        "karl_card": record("cards", "Karl", "Zimmer", "1991-01-19", ssn="523450008"),
    },
    "Karl by Rosa's number: nothing says that he is Karl": {
        "karl_wage": record("wages", "Karl", "Zimmer", ssn="512340007"),
    },
    # Twins under one roof, of one sex.
    "Adam": {
        "adam_school": record("k12", "Adam", "Clay", "2000-08-08", sex="M", **at(1)),
        "adam_college": record(
            "college", "Adam", "Clay", "2000-08-08", phone="2155550101", **at(1)
        ),
    },
    "Ben": {
        "ben_school": record("k12", "Ben", "Clay", "2000-08-08", sex="M", **at(1)),
        "ben_college": record("college", "Ben", "Clay", "2000-08-08", phone="2155550101", **at(1)),
    },
    # Twins of two sexes.
    "Lena": {
        "lena_school": record("k12", "Lena", "Rowe", "2001-04-14", sex="F", **at(2)),
        "lena_college": record("college", "Lena", "Rowe", "2001-04-14", sex="F", **at(2)),
    },
    "Max": {
        "max_school": record("k12", "Max", "Rowe", "2001-04-14", sex="M", **at(2)),
        "max_college": record("college", "Max", "Rowe", "2001-04-14", sex="M", **at(2)),
    },
    # Twins of two sexes whose names are alike.
    "Daniel": {
        "daniel_school": record("k12", "Daniel", "Ohm", "2001-04-24", sex="M", **at(9)),
        "daniel_college": record("college", "Daniel", "Ohm", "2001-04-24", sex="M", **at(9)),
    },
    "his twin sister Danielle": {
        "danielle_school": record("k12", "Danielle", "Ohm", "2001-04-24", sex="F", **at(9)),
        "danielle_college": record("college", "Danielle", "Ohm", "2001-04-24", sex="F", **at(9)),
    },
    # Father and son of one name under one roof.
    "John Moore": {
        "moore_card": record("cards", "John", "Moore", "1969-09-09", ssn="512340005", **at(3)),
        "moore_wage": record("wages", "John", "Moore", ssn="512340005"),
    },
    "his son": {
        "moore_son_card": record("cards", "John", "Moore", "1999-09-09", ssn="523450006", **at(3)),
        "moore_son_school": record("k12", "John", "Moore", "1999-09-09", **at(3)),
    },
    "Carl Vance senior": {
        "vance_sr": record("cards", "Carl", "Vance", suffix="Sr", ssn="512340015", **at(4)),
        "vance_sr_wage": record("wages", "Carl", "Vance", ssn="512340015"),
    },
    "and junior": {
        "vance_jr": record("cards", "Carl", "Vance Jr", "1999-11-09", ssn="523450016", **at(4)),
        "vance_jr_college": record("college", "Carl", "Vance", "1999-11-09", suffix="Jr", **at(4)),
    },
    # Names that change.
    "Mia, who married": {
        "mia_stone": record("college", "Mia", "Stone", "1995-07-07", ssn="512340004"),
        "mia_brook": record("cards", "Mia", "Brook", "1995-07-07", ssn="512340004"),
    },
    "Nora, who married and has no number": {
        "nora_lake": record("exams", "Nora", "Lake", "1994-03-17", email="nora@example.com"),
        "nora_dell": record("credits", "Nora", "Dell", "1994-03-17", email="nora@example.com"),
        "nora_form": record("workforce", "Nora", "Dell", email="nora@example.com"),
    },
    "William, whom they call Bill": {
        "william": record("k12", "William", "Frost", "2000-05-05", **at(5)),
        "bill": record("exams", "Bill", "Frost", "2000-05-05", zip="99005"),
    },
    "Inés, by both surnames and by each": {
        "ines_both": record("k12", "Inés", "García-Luna", "2000-10-11", **at(6)),
        "ines_first": record("exams", "Ines", "Garcia", "2000-10-11", zip="99006"),
        "ines_second": record("college", "INES", "LUNA", "2000-10-11", zip="99006"),
    },
    # Fields that slip.
    "Henry Thomas, once Thomas Henry": {
        "henry_thomas": record("k12", "Henry", "Thomas", "2000-12-21", **at(7)),
        "thomas_henry": record("exams", "Thomas", "Henry", "2000-12-21"),
    },
    "Vera, born on March 7th or July 3rd": {
        "vera_march": record("k12", "Vera", "Quist", "2001-03-07", **at(8)),
        "vera_july": record("college", "Vera", "Quist", "2001-07-03", **at(8)),
    },
    # Two numbers of one agency.
    "Eva Reed of one school": {
        "reed_1": record("k12", "Eva", "Reed", "2000-03-03", native_id="S1", **SEPTEMBER),
    },
    "Eva Reed of another, at the same time": {
        "reed_2": record("k12", "Eva", "Reed", "2000-03-03", native_id="S2", **SEPTEMBER),
    },
    "an examinee who fits both": {"reed_exam": record("exams", "Eva", "Reed", "2000-03-03")},
    "Ida, who moved and got a new number": {
        "ida_before": record("k12", "Ida", "Holm", "2001-02-12", native_id="S3", **SEPTEMBER),
        "ida_after": record("k12", "Ida", "Holm", "2001-02-12", native_id="S4", **A_YEAR_LATER),
    },
    # Of a Social Security number the last four digits.
    "Olga, by the last four digits": {
        "olga_college": record("college", "Olga", "Brandt", "1999-01-29", ssn="512345821"),
        "olga_exam": record("exams", "Olga", "Brandt", ssn="5821"),
    },
    "Paul, who has the same last four": {
        "paul_exam": record("exams", "Paul", "Brandt", ssn="XXX-XX-5821"),
    },
    # Nothing but a name.
    "a John Hall": {"hall_wage": record("wages", "John", "Hall", ssn="534569001")},
    "another, or the same": {"hall_exam": record("exams", "John", "Hall")},
    # Little more than a name: a digit of the birth date differs, and so do the zip codes.
    "Jana, if it is she": {
        "jana_school": record("k12", "Jana", "Wirth", "2001-02-13", zip="99021"),
        "jana_exam": record("exams", "Jana", "Wirth", "2001-02-14", zip="99022"),
    },
    # For people to decide.
    "Olav, before he changed everything": {
        "olav_before": record("college", "Olav", "Lund", "1990-01-05", ssn="545670001"),
    },
    "Olav thereafter": {
        "olav_after": record("cards", "Sven", "Berg", "1992-06-16", ssn="545680002"),
    },
    "two of one name and number": {
        "hart_card": record("cards", "June", "Hart", "1988-12-02", ssn="556780003"),
        "hart_college": record("college", "June", "Hart", "1988-12-02", ssn="556780003"),
    },
    "two whom two decisions contradict": {
        "voss_card": record("cards", "Finn", "Voss", "1987-10-22", ssn="556780004"),
        "voss_college": record("college", "Finn", "Voss", "1987-10-22", ssn="556780004"),
    },
}
# What the matching gets wrong as yet.
TORN: dict[str, dict[str, dict]] = {
    "Uma Keller of one school, also by the birth date that she had there before": {
        "keller_1": record("k12", "Uma", "Keller", "2000-06-13", native_id="S5", **SEPTEMBER),
        "keller_before": record("k12", "Uma", "Keller", "1998-11-20", native_id="S5", **SEPTEMBER),
    },
    "Uma Keller of another, at the same time": {
        "keller_2": record("k12", "Uma", "Keller", "2000-06-13", native_id="S6", **SEPTEMBER),
    },
    "an examinee who fits both Umas": {
        "keller_exam": record("exams", "Uma", "Keller", "2000-06-13")
    },
}
FIRST_NAMES = """
    Ada Bruno Cleo Dora Emil Fritz Greta Hugo Irma Jonas Kira Lotte Milo Nina Oskar Petra Quinn Ruth
    Simon Tilda Ulla Viktor
"""
LAST_NAMES = """
    Abel Busch Conrad Dietz Ebert Falk Gruber Hahn Imhof Jung Krause Lenz Maurer Nagel Otto Pohl
    Quast Roth Seidel Thoma Urban Vogel
"""


def strangers() -> dict[str, dict[str, dict]]:
    """Give people who share nothing but what forms are filled in with."""
    people = {}
    for place, (first, last) in enumerate(
        zip(FIRST_NAMES.split(), LAST_NAMES.split(), strict=True)
    ):
        filled_in = {"email": "none@example.com", "phone": "2155550100"}
        filled_in["ssn"] = ("512349999", "123456789")[place % 2]
        born = f"19{60 + place}-0{1 + place % 9}-{10 + place % 18}"
        people[first] = {
            f"stranger_{place:02}": record("workforce", first, last, born, **filled_in)
        }
    return people


def small_populations(chance: random.Random, count: int) -> dict[str, dict]:
    """Give records of populations, in each of which little tells people apart."""
    records = {}
    for population in range(count):
        first_names = chance.sample(FIRST_NAMES.split(), 3)
        last_names = [made_up_name(chance) for _ in range(2)]
        born = [f"{chance.randint(1950, 2005)}-0{chance.randint(1, 9)}-1{digit}" for digit in "258"]
        ssns = [f"{chance.randint(100, 600)}{chance.randint(100000, 999999)}" for _ in range(2)]
        zips = [str(chance.randint(10000, 90000)) for _ in range(2)]
        for place in range(chance.randint(5, 9)):
            source = chance.choice(["cards", "college", "exams", "k12", "wages"])
            records[f"population_{population:03}_{place}"] = record(
                source,
                chance.choice([*first_names, first_names[0][0]]),
                chance.choice(last_names),
                chance.choice([*born, ""]),
                ssn=chance.choice([*ssns, "", ""]),
                sex=chance.choice(["F", "M", ""]),
                zip=chance.choice([*zips, ""]),
                native_id=chance.choice(["", f"{population}1", f"{population}2"]),
                observed_on=f"20{chance.randint(10, 14)}-10-01",
            )
    return records


def made_up_name(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(4))
