"""How learning turns into work: fields of work, raises, layoffs, and the planted effects."""

import numpy as np
import pandas as pd

from warehouse.simulate.lives_chances import SELECTION_CREDENTIAL
from warehouse.simulate.lives_college import Attendance
from warehouse.simulate.lives_draws import Streams, quarter_of
from warehouse.simulate.lives_jobs import Careers
from warehouse.simulate.world import World, school_day

# One credential that pays (dollars a year, from the quarter after the first award), one that pays
# nothing, and one whose earners were better paid before: see lives_chances.
EFFECTS = {
    "comptia_a_plus": ("pays", 6000),
    "mos_word": ("pays_nothing", 0),
    SELECTION_CREDENTIAL: ("selection", 0),
}
TO_FIELD = {"secondary": 0.5, "postsecondary": 0.7, "workforce": 0.7, "licence": 0.75}
LICENSING_ENTITY = "board_of_nursing"
LICENSED_FIELD = "health_science"
RAISES = {
    "certificate_under_1_year": 1.05,
    "certificate_1_to_2_years": 1.10,
    "associate": 1.18,
    "bachelor": 1.42,
}
LAID_OFF = 0.4  # of participants, in the quarter before they enter


def effects_table() -> pd.DataFrame:
    """List the planted effects."""
    return pd.DataFrame(
        [(code, effect, amount) for code, (effect, amount) in EFFECTS.items()],
        columns=["credential_code", "effect", "annual_amount"],
    )


def make_careers(
    people: pd.DataFrame,
    traits: pd.DataFrame,
    left_school_on: np.ndarray,
    cte: pd.DataFrame,
    attendance: Attendance,
    participants: pd.DataFrame,
    trainings: pd.DataFrame,
    awards: pd.DataFrame,
    clusters: np.ndarray,
    world: World,
    streams: Streams,
) -> Careers:
    """Gather what schooling, college, training and awards do to working life.

    Parameters
    ----------
    clusters
        Career clusters in the order of `Employers.clusters`.
    """
    rng = streams.stream("careers")
    first = world.first_wage_year
    done = attendance.completions
    entry = participants["entry_date"]
    laid_off = rng.random(len(participants)) < LAID_OFF
    layoffs = pd.DataFrame(
        {"person": participants["person"], "quarter": quarter_of(entry, first) - 1}
    )[laid_off]
    return Careers(
        changes=_fields(rng, left_school_on, cte, done, trainings, awards, clusters, first),
        raises=pd.DataFrame(
            {
                "person": done["person"],
                "quarter": quarter_of(done["completed_on"], first) + 1,
                "factor": done["award_level"].map(RAISES).astype(float),
            }
        ),
        layoffs=layoffs[layoffs["quarter"] >= 0],
        premiums=_premiums(awards, first),
        in_school=_in_school(traits, left_school_on, world),
        in_college=_in_college(len(people), attendance.terms, world),
        is_away=_between(
            quarter_of(traits["left_on"], first), quarter_of(traits["returned_on"], first), world
        )
        & traits["left_on"].notna().to_numpy()[:, np.newaxis],
    )


def _fields(
    rng: np.random.Generator,
    left_school_on: np.ndarray,
    cte: pd.DataFrame,
    completions: pd.DataFrame,
    trainings: pd.DataFrame,
    awards: pd.DataFrame,
    clusters: np.ndarray,
    first: int,
) -> pd.DataFrame:
    """Move learners into the field of what they finished, for most, in the quarter after."""
    trained = cte[cte["cte_status"] != "participant"]
    trained = trained.drop_duplicates("person", keep="last")
    left = left_school_on[trained["person"].to_numpy() - 1]
    finished = trainings[trainings["completed"]]
    licensed = awards[awards["certifying_entity_code"] == LICENSING_ENTITY]
    licensed = licensed.drop_duplicates("person")
    parts = [
        ("secondary", trained["person"], left, trained["career_cluster"]),
        (
            "postsecondary",
            completions["person"],
            completions["completed_on"],
            completions["career_cluster"],
        ),
        ("workforce", finished["person"], finished["end_date"], finished["career_cluster"]),
        ("licence", licensed["person"], licensed["earned_on"], LICENSED_FIELD),
    ]
    frames = []
    for name, person, day, cluster in parts:
        frame = pd.DataFrame(
            {"person": person.to_numpy(), "day": np.asarray(day).astype("datetime64[s]")}
        )
        names = np.broadcast_to(np.asarray(cluster, dtype=object), len(frame)).astype(str)
        frame["cluster"] = np.searchsorted(clusters, names)
        frames.append(frame[frame["day"].notna() & (rng.random(len(frame)) < TO_FIELD[name])])
    changes = pd.concat(frames, ignore_index=True)
    changes["quarter"] = quarter_of(changes["day"], first) + 1
    changes = changes.sort_values(["person", "day", "cluster"], kind="stable")
    return changes.drop_duplicates(["person", "quarter"], keep="last")


def _premiums(awards: pd.DataFrame, first: int) -> pd.DataFrame:
    """Let each first award of a credential that pays add its amount from the next quarter on."""
    amounts = {code: amount for code, (_, amount) in EFFECTS.items() if amount}
    paying = awards[awards["credential_code"].isin(list(amounts))]
    paying = paying.drop_duplicates(["person", "credential_code"])
    return pd.DataFrame(
        {
            "person": paying["person"],
            "quarter": quarter_of(paying["earned_on"], first) + 1,
            "annual_amount": paying["credential_code"].astype("str").map(amounts).astype(float),
        }
    )


def _in_school(traits: pd.DataFrame, left_school_on: np.ndarray, world: World) -> np.ndarray:
    entry_year = traits["entry_year"].to_numpy()
    first = world.first_wage_year
    starts = quarter_of(school_day(np.maximum(entry_year, 2000), 8, 15), first)
    ends = np.where(np.isnat(left_school_on), world.quarters, quarter_of(left_school_on, first) + 1)
    return _between(starts, ends, world) & (entry_year > 0)[:, np.newaxis]


def _in_college(people: int, terms: pd.DataFrame, world: World) -> np.ndarray:
    result = np.zeros((people, world.quarters), dtype=bool)
    for column in ("start_date", "end_date"):
        quarter = quarter_of(terms[column], world.first_wage_year)
        result[terms["person"].to_numpy() - 1, quarter] = True
    return result


def _between(starts: np.ndarray, ends: np.ndarray, world: World) -> np.ndarray:
    """Mark the quarters in [start, end) of each person."""
    quarters = np.arange(world.quarters)
    return (quarters >= starts[:, np.newaxis]) & (quarters < ends[:, np.newaxis])
