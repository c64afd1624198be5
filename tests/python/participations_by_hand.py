"""Programs as WIOA measures them, computed a second time from true lives.

As ``cohorts_by_hand``, in plain Python after docs/measures.md, and without the models. A workforce
participant's exit is that of the true service.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from cohorts_by_hand import YEAR, is_college, middle, percent
from programs_by_hand import spells_by_hand
from true_lives import Service, TrueLives, by_person, quarter_of, school_year_of

GAIN_CREDITS = 12

# Sector, funding stream, program and school year of a row; 'all' for all.
Row = tuple[str, str, str, int]


@dataclass(frozen=True)
class Participation:
    """A person in a program, or served without one.

    ``left`` is None while it may go on, ``served_until`` without an exit from service.
    """

    person: str
    sector: str
    stream: str | None
    program: str | None
    entered: date
    left: date | None
    served_until: date | None
    trained: tuple[date, date] | None

    def rows(self, year: int) -> list[Row]:
        """Name the rows of a year that count this."""
        rows = [("all", "all", "all", year), (self.sector, "all", "all", year)]
        if self.sector == "workforce":
            rows.append((self.sector, self.stream or "unknown", "all", year))
        if self.program:
            rows.append((self.sector, "all", self.program, year))
        return rows


def participations_by_hand(lives: TrueLives) -> list[Participation]:
    """Spells in schools' and colleges' programs, and services with the programs trained in."""
    services = by_person(lives.services)
    found, in_service = [], defaultdict(list)
    for person, sector, program, entered, lasted, has_ended in spells_by_hand(lives):
        around = [
            each
            for each in services[person]
            if each.entered_on <= entered <= (each.exited_on or date.max)
        ]
        if sector == "workforce" and around:
            service = max(around, key=lambda each: each.entered_on)
            in_service[service, program].append((entered, lasted))
        else:
            left = lasted if has_ended else None
            found.append(
                Participation(person, sector, None, program, entered, left, None, (entered, lasted))
            )
    trained = {service for service, _ in in_service}
    for (service, program), spells in in_service.items():
        days = (min(first for first, _ in spells), max(last for _, last in spells))
        found.append(_of_service(service, program, days))
    found += [_of_service(each, None, None) for each in lives.services if each not in trained]
    return found


def _of_service(
    service: Service, program: str | None, trained: tuple[date, date] | None
) -> Participation:
    return Participation(
        service.person,
        "workforce",
        service.funding_stream,
        program,
        service.entered_on,
        service.exited_on,
        service.exited_on,
        trained,
    )


def program_outcomes_by_hand(
    lives: TrueLives, retained: dict[tuple[str, int], bool | None]
) -> dict[Row, tuple]:
    """By row of the school year of the exit, a person once with the last: WIOA's measures.

    Parameters
    ----------
    lives
        True lives.
    retained
        Whether any employer of a person's quarter paid two quarters later too.

    Returns
    -------
    dict
        Persons, followed for a credential, with one, percent; retained, percent; then of the
        second and of the fourth quarter: loaded, observed, employed, percent employed of all loaded
        and of those observed, median wages.
    """
    last, last_trained = {}, {}
    for each in participations_by_hand(lives):
        if each.left:
            for row in each.rows(school_year_of(each.left)):
                exit_of_row = (each.left, each.entered)
                for exits in (last, last_trained) if each.trained else (last,):
                    earlier = exits.get((each.person, row), exit_of_row)
                    exits[each.person, row] = max(exit_of_row, earlier)
    held = by_person(
        [(person, day) for (person, _), day in lives.awards.items()]
        + [(each.person, each.day) for each in lives.completions if is_college(each.kind)]
    )
    last_award = max(day for rows in held.values() for _, day in rows)
    cohorts = defaultdict(list)
    for (person, row), (left, _) in last.items():
        is_followed = attained = False
        if (person, row) in last_trained:
            trained_until, entered = last_trained[person, row]
            is_followed = (last_award - trained_until).days >= YEAR.days
            attained = any(entered <= day <= trained_until + YEAR for _, day in held[person])
        quarters = [lives.of(person, quarter_of(left) + after) for after in (2, 4)]
        kept = retained.get((person, quarter_of(left) + 2)) if quarters[0][2] else None
        cohorts[row].append((is_followed, is_followed and attained, kept, quarters))
    measured = {}
    for key, rows in cohorts.items():
        followed = sum(row[0] for row in rows)
        attained = sum(row[1] for row in rows)
        kept = [row[2] for row in rows if row[2] is not None]
        figures = [len(rows), followed, attained if followed else None, percent(attained, followed)]
        figures += [sum(kept) if kept else None, percent(sum(kept), len(kept))]
        for number in (0, 1):
            outcomes = [row[3][number] for row in rows]
            loaded = sum(each[0] != "not_loaded" for each in outcomes)
            observed = sum(each[0] in ("paid", "not_paid") for each in outcomes)
            pay = [wages for _, wages, is_employed in outcomes if is_employed]
            figures += [
                loaded,
                observed,
                len(pay) if observed else None,
                percent(len(pay), loaded) if observed else None,
                percent(len(pay), observed),
                middle(pay),
            ]
        measured[key] = tuple(figures)
    return measured


def skill_gains_by_hand(lives: TrueLives) -> dict[Row, tuple]:
    """By row of a program year: who was in training, with an exam, diploma, award, credits, any.

    Returns
    -------
    dict
        Persons in training, with each kind of gain, with any, percent.
    """
    exams = by_person(lives.exams + [(person, day) for (person, _), day in lives.awards.items()])
    completed = by_person(lives.completions)
    terms = by_person([each for each in lives.enrollments if each.credits])
    people: dict[Row, dict[str, set]] = defaultdict(lambda: defaultdict(set))
    for each in participations_by_hand(lives):
        if each.trained is None:
            continue
        first, last = each.trained
        for year in range(school_year_of(first), school_year_of(last) + 1):
            start = max(first, date(year - 1, 7, 1))
            end = min(each.served_until or date.max, date(year, 6, 30))
            ended = [other for other in completed[each.person] if start <= other.day <= end]
            credits = sum(
                term.credits
                for term in terms[each.person]
                if start <= term.started_on and term.ended_on <= end
            )
            gains = {
                "exam": any(start <= day <= end for _, day in exams[each.person]),
                "diploma": any(other.kind == "diploma" for other in ended),
                "award": any(is_college(other.kind) for other in ended),
                "credits": credits >= GAIN_CREDITS,
            }
            for row in each.rows(year):
                people[row]["all"].add(each.person)
                for kind, has_gain in (*gains.items(), ("any", any(gains.values()))):
                    people[row][kind] |= {each.person} if has_gain else set()
    measured = {}
    for row, kinds in people.items():
        names = ("all", "exam", "diploma", "award", "credits", "any")
        counts = [len(kinds[name]) for name in names]
        measured[row] = (*counts, percent(counts[-1], counts[0]))
    return measured
