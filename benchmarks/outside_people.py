"""The people whom the outside records describe: families of one state, with all that they share.

Names follow the Census Bureau's frequencies and, for eleven naming traditions, the lists in
`outside_names.csv`, which stand in order of frequency. Nothing here comes from the simulator.
"""

import csv
import unicodedata
from importlib.resources import files
from pathlib import Path

import numpy as np

Columns = dict[str, np.ndarray]
Random = np.random.Generator

FIRST_BIRTH_DATE = np.datetime64("1955-01-01")
LAST_BIRTH_DATE = np.datetime64("2010-12-31")
PARTICLES = {"de", "la", "los", "del", "van", "der", "von", "di", "da", "dos", "le", "st.", "al"}
PARTICLES |= {"el", "abu", "bin", "ben", "ten", "ter", "mac", "fitz", "y", "c"}

# tradition: (share of families, race and ethnicity)
TRADITIONS = {
    "census": (0.46, "white"),
    "european": (0.06, "white"),
    "black": (0.12, "black"),
    "hispanic": (0.19, "hispanic"),
    "vietnamese": (0.02, "asian"),
    "chinese": (0.02, "asian"),
    "hmong": (0.02, "asian"),
    "south_asian": (0.02, "asian"),
    "arabic": (0.025, "middle_eastern"),
    "indigenous": (0.04, "native"),
    "west_african": (0.015, "black"),
    "pacific": (0.01, "pacific"),
}
# Share of given names that come from the tradition's own list rather than from everybody's.
OWN_GIVEN_NAMES = {"census": 0.0, "european": 0.12, "black": 0.35, "indigenous": 0.35}

# The first cities are the largest.
CITY_LIST = (
    "Riverton;Cedar Falls;Fort Harlan;Mesa Verde;Saint Paul Junction;Lakeview;Ashland;Greenville;"
    "Two Rivers;Big Spring;Los Alamitos;Bloomfield;Mount Airy;Kingsport;Red Lodge;Santa Clara;"
    "Oak Grove;Harrisonburg;Clayton;Winslow;New Hope;Port Allen;Window Rock;Pine Ridge"
)
STREET_LIST = (
    "Main;Oak;Maple;Cedar;Elm;Washington;Lincoln;Jefferson;Lake;Hill;Park;Pine;River;Church;"
    "Walnut;Spring;Ridge;Mill;Sunset;Railroad;Highland;Forest;Jackson;Chestnut;Meadow;Franklin;"
    "Martin Luther King;Cherry;Dogwood;Adams;Madison;Center;Willow;College;County Road 12;Canyon;"
    "San Mateo;La Mesa;Juniper;Prairie;Old Mill;Fairview;Broadway;1st;2nd;3rd;4th;5th;10th;23rd"
)
CITIES, STREETS = CITY_LIST.split(";"), STREET_LIST.split(";")
STREET_TYPES = ("Street", "Avenue", "Road", "Drive", "Lane", "Court", "Boulevard", "Circle")
EMAIL_DOMAINS = ("gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "aol.com", "icloud.com")


def plain_letters(text: str) -> str:
    """Return `text` without accents, as an ASCII-only system would keep it."""
    text = text.translate(str.maketrans("ŁłØø", "LlOo"))
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def read_name_lists() -> dict[tuple[str, str], tuple[np.ndarray, np.ndarray]]:
    """Return (names, cumulative probabilities) by (tradition, part): female, male or surname."""
    lists = {}
    for part, file in (
        ("surname", "dist.all.last"),
        ("female", "dist.female.first"),
        ("male", "dist.male.first"),
    ):
        lines = [line.split() for line in (files("names") / file).read_text().splitlines()]
        # The Census Bureau rounds the rarest to 0.000 percent; they are rare, not impossible.
        shares = np.array([max(float(line[1]), 0.0005) for line in lines])
        names = np.array([line[0].title() for line in lines], dtype=object)
        lists["census", part] = names, np.cumsum(shares / shares.sum())
    with (Path(__file__).parent / "outside_names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            names = np.array(row["names"].split(";"), dtype=object)
            shares = 1 / (np.arange(len(names)) + 2.0) ** 0.9
            lists[row["tradition"], row["part"]] = names, np.cumsum(shares / shares.sum())
    return lists


def draw_names(
    lists: dict, traditions: np.ndarray, parts: np.ndarray, random: Random
) -> np.ndarray:
    """Return one name for each (tradition, part); the Census list where there is no own one."""
    drawn = np.empty(len(traditions), dtype=object)
    for tradition in np.unique(traditions):
        for part in np.unique(parts):
            rows = np.flatnonzero((traditions == tradition) & (parts == part))
            names, cumulative = lists.get((tradition, part), lists["census", part])
            places = np.searchsorted(cumulative, random.random(len(rows)))
            drawn[rows] = names[np.minimum(places, len(names) - 1)]
    return drawn


def draw_given_names(
    lists: dict, traditions: np.ndarray, sexes: np.ndarray, years: np.ndarray, random: Random
) -> np.ndarray:
    """Return given names: the tradition's own, or what was in fashion in the year of birth."""
    own = np.array([OWN_GIVEN_NAMES.get(tradition, 0.7) for tradition in traditions])
    is_own = random.random(len(traditions)) < own
    fashion = np.where((years >= 1985) & (random.random(len(years)) < 0.6), "modern", "census")
    parts = np.where(sexes == "F", "female", "male")
    return draw_names(lists, np.where(is_own, traditions, fashion), parts, random)


def draw_surnames(lists: dict, traditions: np.ndarray, random: Random) -> np.ndarray:
    """Return family surnames; most Spanish ones are double, written apart or with a hyphen."""
    parts = np.full(len(traditions), "surname")
    first = draw_names(lists, traditions, parts, random)
    second = draw_names(lists, traditions, parts, random)
    chance = random.random(len(traditions))
    is_spanish = traditions == "hispanic"
    glue = np.where(chance < 0.35, " ", np.where(chance < 0.5, "-", ""))
    glue = np.where(is_spanish, glue, np.where(chance > 0.975, "-", ""))
    return np.array(
        [a + g + b if g and a != b else a for a, g, b in zip(first, glue, second, strict=True)],
        dtype=object,
    )


def draw_families(count: int, random: Random) -> Columns:
    """Return the family and the part in it (0 child, 1 father, 2 mother, 3 single) of each person.

    A family has one to four children of the state's records and sometimes a parent in them.
    """
    kinds = random.choice(5, size=count, p=[0.2, 0.34, 0.29, 0.12, 0.05])
    families, parts = [], []
    for part, is_in in (
        (3, kinds == 0),
        (1, (kinds > 0) & (random.random(count) < 0.14)),
        (2, (kinds > 0) & (random.random(count) < 0.18)),
        (0, kinds >= 1),
        (0, kinds >= 2),
        (0, kinds >= 3),
        (0, kinds >= 4),
    ):
        families.append(np.flatnonzero(is_in))
        parts.append(np.full(is_in.sum(), part))
    family, part = np.concatenate(families), np.concatenate(parts)
    order = np.argsort(family, kind="stable")[:count]
    return {"family": family[order], "part": part[order]}


def draw_birth_dates(family: np.ndarray, part: np.ndarray, random: Random) -> tuple:
    """Return birth dates and, for the second child of twins, True."""
    count = len(family)
    is_child = part == 0
    eldest = np.datetime64("1986-01-01") + (random.beta(1.6, 1.5, count) * 19 * 365).astype(int)
    gaps = 330 + random.exponential(650, count).astype(int)
    is_next = is_child & np.r_[False, (family[1:] == family[:-1]) & (part[:-1] == 0)]
    is_twin = is_next & (random.random(count) < 0.03)
    gaps[is_twin] = 0
    # The days since the eldest: a running sum that starts again with every family.
    running = np.cumsum(np.where(is_next, gaps, 0))
    place = np.arange(count)
    start = np.maximum.accumulate(np.where(is_next, 0, place))
    dates = eldest[start] + (running - running[start])
    span = (LAST_BIRTH_DATE - FIRST_BIRTH_DATE).astype(int)
    late = LAST_BIRTH_DATE - random.integers(0, 1200, count)[start]
    dates = np.where(dates > LAST_BIRTH_DATE, late, dates)
    parents = FIRST_BIRTH_DATE + (random.beta(2, 2, count) * 20 * 365).astype(int)
    singles = FIRST_BIRTH_DATE + (random.beta(2.5, 1.2, count) * span).astype(int)
    dates = np.where(part == 3, singles, np.where(is_child, dates, parents))
    return dates, is_twin


def draw_ssns(family: np.ndarray, random: Random) -> np.ndarray:
    """Return well-formed Social Security numbers, each once; some siblings' follow one another."""
    count = len(family)
    areas = np.r_[1:666, 667:773]
    local = np.r_[516:520, 585, 601:609]
    is_local = random.random(count) < 0.7
    serials = np.empty(count, dtype=np.int64)
    for rows, pool in ((is_local, local), (~is_local, np.setdiff1d(areas, local))):
        places = random.choice(len(pool) * 99 * 9998 // 2, size=rows.sum(), replace=False) * 2
        area, rest = np.divmod(places, 99 * 9998)
        group, serial = np.divmod(rest, 9998)
        serials[rows] = pool[area] * 10**6 + (group + 1) * 10**4 + serial + 1
    # Every number so far has an odd serial: a sibling's even one right after it is still free.
    follows = np.r_[False, family[1:] == family[:-1]] & (random.random(count) < 0.04)
    follows &= ~np.r_[False, follows[:-1]]
    rows = np.flatnonzero(follows)
    serials[rows] = serials[rows - 1] + 1
    return np.array([f"{serial:09d}" for serial in serials], dtype=object)


def draw_addresses(count: int, random: Random) -> Columns:
    """Return `count` addresses; one in five is a flat in a house of many."""
    city = np.minimum((random.pareto(1.1, count) * 2).astype(int), len(CITIES) - 1)
    street = random.integers(0, len(STREETS), count)
    kind = street % len(STREET_TYPES)
    number = random.integers(1, 4000, count)
    is_flat = random.random(count) < 0.2
    number[is_flat] = number[is_flat] % 12 * 100 + 101
    unit = random.integers(1, 60, count)
    lines = [
        f"{n} {STREETS[s]} {STREET_TYPES[k]}" + (f" Apartment {u}" if flat else "")
        for n, s, k, u, flat in zip(number, street, kind, unit, is_flat, strict=True)
    ]
    zips = [f"{59100 + c * 7 + s % 5:05d}" for c, s in zip(city, street, strict=True)]
    return {
        "street": np.array(lines, dtype=object),
        "city": np.array(CITIES, dtype=object)[city],
        "zip": np.array(zips, dtype=object),
    }


def make_emails(first: np.ndarray, last: np.ndarray, random: Random) -> np.ndarray:
    """Return email addresses made of names in the ways that people do."""
    numbers = random.integers(0, 1000, len(first))
    shapes = random.integers(0, 4, len(first))
    domains = random.integers(0, len(EMAIL_DOMAINS), len(first))
    emails = []
    for f, s, n, shape, domain in zip(first, last, numbers, shapes, domains, strict=True):
        f, s = (plain_letters(x).lower().replace(" ", "").replace("'", "") for x in (f, s))
        local = (f"{f}.{s}", f"{f}{s}{n}", f"{f[:1]}{s}{n % 100}", f"{s}{f[:1]}{n}")[shape]
        emails.append(f"{local}@{EMAIL_DOMAINS[domain]}")
    # An address belongs to whoever took it first; others of the name add a number.
    seen: set[str] = set()
    for place, email in enumerate(emails):
        if email in seen:
            emails[place] = email.replace("@", f"{place}@")
        seen.add(emails[place])
    return np.array(emails, dtype=object)


def draw_phones(count: int, random: Random) -> np.ndarray:
    """Return ten-digit telephone numbers of the state's two area codes."""
    areas = np.where(random.random(count) < 0.7, 406, 505)
    numbers = random.integers(2_000_000, 9_999_999, count)
    return np.array([f"{a}{n}" for a, n in zip(areas, numbers, strict=True)], dtype=object)


def draw_changed_surnames(lists: dict, people: Columns, last_year: int, random: Random) -> None:
    """Add `later_last` and `changed_in`, until `last_year`: marriage, seldom another reason."""
    count = len(people["last"])
    year, sex = people["birth_year"], people["sex"]
    rate = np.where((sex == "F") & (year < 2003), np.clip((2008 - year) * 0.02, 0.05, 0.35), 0.015)
    is_changed = random.random(count) < rate
    is_kept = random.random(count) < 0.8
    partner = np.where(is_kept, people["tradition"], "census")
    others = draw_names(lists, partner, np.full(count, "surname"), random)
    way = random.random(count)
    people["changed_in"] = year + random.integers(19, 36, count)
    is_changed &= people["changed_in"] <= last_year
    people["later_last"] = np.array(
        [
            (last if not changed else f"{last.split('-')[0]}-{other}" if w < 0.15 else other)
            for last, other, changed, w in zip(people["last"], others, is_changed, way, strict=True)
        ],
        dtype=object,
    )
    people["is_name_changed"] = people["later_last"] != people["last"]


def draw_people(count: int, last_year: int, random: Random) -> Columns:
    """Return `count` people as they are until `last_year`, in the order of their families."""
    lists = read_name_lists()
    people = draw_families(count, random)
    family, part = people["family"], people["part"]
    families = int(family.max()) + 1
    shares = np.array([share for share, _ in TRADITIONS.values()])
    tradition = random.choice(np.array(list(TRADITIONS), dtype=object), families, p=shares)
    is_cousin = np.r_[False, random.random(families - 1) < 0.12]
    tradition[1:] = np.where(is_cousin[1:], tradition[:-1], tradition[1:])
    surname = draw_surnames(lists, tradition, random)
    surname[1:] = np.where(is_cousin[1:], surname[:-1], surname[1:])
    people["tradition"] = tradition[family]
    dates, is_twin = draw_birth_dates(family, part, random)
    years = dates.astype("datetime64[Y]").astype(int) + 1970
    people |= {
        "birth_year": years,
        "birth_month": dates.astype("datetime64[M]").astype(int) % 12 + 1,
        "birth_day": (dates - dates.astype("datetime64[M]")).astype(int) + 1,
        "is_twin": is_twin | np.r_[is_twin[1:], False],
    }
    sex = np.where(random.random(count) < 0.5, "F", "M").astype(object)
    sex[part == 1], sex[part == 2] = "M", "F"
    people["sex"] = sex
    people["first"] = draw_given_names(lists, people["tradition"], sex, years, random)
    name_twins_alike(lists, people, is_twin, random)
    middle = draw_given_names(lists, people["tradition"], sex, years, random)
    people["middle"] = np.where(random.random(count) < 0.82, middle, "").astype(object)
    people["last"] = surname[family].copy()
    mothers = (part == 2) & (random.random(count) < 0.3)
    people["last"][mothers] = draw_surnames(lists, people["tradition"][mothers], random)
    name_sons_for_fathers(people, random)
    draw_changed_surnames(lists, people, last_year, random)
    people["ssn"] = draw_ssns(family, random)
    people |= draw_belongings(people, families, random)
    both = zip(people["last"], people["later_last"], strict=True)
    is_two = np.array(["-" in f"{last}{later}" for last, later in both])
    is_double = (people["tradition"] == "hispanic") & np.array(
        [sum(word.lower() not in PARTICLES for word in last.split()) > 1 for last in people["last"]]
    )
    people["is_hyphenated"] = is_two | is_double
    people["is_native_surname"] = people["tradition"] == "indigenous"
    race = np.array([TRADITIONS[t][1] for t in people["tradition"]], dtype=object)
    people["race_ethnicity"] = np.where(random.random(count) < 0.04, "multiple", race)
    return people


def name_twins_alike(lists: dict, people: Columns, is_twin: np.ndarray, random: Random) -> None:
    """Give about half of all twins a name with the other's initial: Jayden and Jordan."""
    for _ in range(6):
        rows = np.flatnonzero(is_twin)
        columns = (people[column][rows] for column in ("tradition", "sex", "birth_year"))
        names = draw_given_names(lists, *columns, random)
        others = people["first"][rows - 1]
        pairs = zip(names, others, strict=True)
        fits = np.array([a[0] == b[0] and a != b for a, b in pairs], dtype=bool)
        people["first"][rows[fits]] = names[fits]


def name_sons_for_fathers(people: Columns, random: Random) -> None:
    """Give one son in five whose father is in the records the father's names, and both a suffix."""
    family, part, sex = people["family"], people["part"], people["sex"]
    people["suffix"] = np.full(len(family), "", dtype=object)
    father_of = np.full(int(family.max()) + 1, -1)
    father_of[family[part == 1]] = np.flatnonzero(part == 1)
    sons = np.flatnonzero((part == 0) & (sex == "M") & (father_of[family] >= 0))
    _, eldest = np.unique(family[sons], return_index=True)
    sons = sons[eldest][random.random(len(eldest)) < 0.2]
    fathers = father_of[family[sons]]
    for column in ("first", "middle", "last"):
        people[column][sons] = people[column][fathers]
    is_third = random.random(len(sons)) < 0.1
    people["suffix"][sons] = np.where(is_third, "III", "Jr")
    people["suffix"][fathers] = np.where(is_third, "Jr", "Sr")


def draw_belongings(people: Columns, families: int, random: Random) -> Columns:
    """Return addresses, telephones, emails, and a relative's Social Security number."""
    family, count = people["family"], len(people["family"])
    home, own = draw_addresses(families, random), draw_addresses(count, random)
    belongings = {f"home_{column}": values[family] for column, values in home.items()}
    belongings |= {f"own_{column}": values for column, values in own.items()}
    belongings["moved_in"] = people["birth_year"] + random.integers(18, 34, count)
    belongings["home_phone"] = draw_phones(families, random)[family]
    belongings["own_phone"] = draw_phones(count, random)
    heads = np.searchsorted(family, np.arange(families))
    heads = np.minimum(heads, count - 1)
    parents = make_emails(people["middle"][heads], people["last"][heads], random)
    belongings["family_email"] = parents[family]
    belongings["first_email"] = make_emails(people["first"], people["last"], random)
    belongings["second_email"] = make_emails(people["first"], people["later_last"], random)
    neighbour = np.r_[1:count, 0]
    neighbour = np.where(family[neighbour] == family, neighbour, np.r_[count - 1, 0 : count - 1])
    is_alone = family[neighbour] != family
    belongings["relative_ssn"] = np.where(is_alone, "", people["ssn"][neighbour])
    return belongings
