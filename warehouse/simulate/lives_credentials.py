"""Attempts and awards: scores against the cut score in force, retakes, licences, renewals."""

import numpy as np
import pandas as pd

from warehouse.simulate.lives_chances import is_allowed
from warehouse.simulate.lives_draws import (
    Streams,
    add_days,
    add_months,
    days_between,
    event_ids,
    numbered,
    unique_numbers,
)
from warehouse.simulate.world import World

MOST_ATTEMPTS = 4
RETAKES = 0.6
IGNORES_WAIT = 0.04  # of retakes; even they leave fifteen days
LEAST_GAP = 15  # days between attempts of one person and credential
LEARNS = 0.25  # by each retake, in standard deviations of the score
ABILITY, NOISE, MEAN = 0.55, 0.75, 0.12
RENEWS = {
    "board_of_nursing": 0.68,
    "national_restaurant_association": 0.35,
    "automotive_service_excellence": 0.2,
    "comptia": 0.08,
    "certiport": 0.05,
}
LEAST_VALIDITY = 24  # months; what lapses sooner is kept up without a new exam
REVOKED = 0.03
UNPROCTORED = 0.03
HOME_EXAM = {"servsafe_food_handler": 0.45}  # share taken without a proctor
WELDERS = "american_welding_society"
BOARD = "board_of_nursing"
SECTIONED = "certiport"


def earn_credentials(
    people: pd.DataFrame,
    traits: pd.DataFrame,
    chances: pd.DataFrame,
    world: World,
    streams: Streams,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Turn chances into attempts and awards, those without a prerequisite first.

    Returns
    -------
    tuple
        `attempts` and `awards` with all declared columns.
    """
    catalog = world.credentials
    needs = catalog["prerequisite_credential_code"]
    needs_other = needs.notna().to_numpy()[chances["credential"]]
    attempts, awards = [], []
    for step in (False, True):
        rng = streams.stream(f"attempts {step}")
        own = chances[needs_other == step]
        if step:
            own = _with_prerequisite(own, pd.concat(awards, ignore_index=True), world)
        own = own.drop_duplicates(["person", "credential"])
        tried, earned = _one_round(rng, own, people, traits, world)
        attempts.append(tried)
        awards.append(earned)
    return _finish(
        streams.stream("licence numbers"),
        pd.concat(attempts, ignore_index=True),
        pd.concat(awards, ignore_index=True),
        world,
    )


def _with_prerequisite(chances: pd.DataFrame, awards: pd.DataFrame, world: World) -> pd.DataFrame:
    """Keep chances of those who hold the credential that must be held before."""
    catalog = world.credentials
    codes = pd.Index(catalog["credential_code"])
    required = codes.get_indexer(catalog["prerequisite_credential_code"].fillna(""))
    held = awards.groupby(["person", "credential"])["attempted_on"].min().rename("held_on")
    keyed = chances.assign(required=required[chances["credential"]])
    keyed = keyed.join(held, on=["person", "required"])
    return chances[(keyed["held_on"] < keyed["attempted_on"]).to_numpy()]


def _one_round(
    rng: np.random.Generator,
    chances: pd.DataFrame,
    people: pd.DataFrame,
    traits: pd.DataFrame,
    world: World,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    waived = world.credentials["is_attempt_waived"].to_numpy()[chances["credential"]]
    attempts = _attempt(rng, chances[~waived], people, traits, world)
    awards = [attempts[attempts["is_passed"]], chances[waived]]
    latest = pd.concat(awards, ignore_index=True)
    latest = _end(rng, latest, world)
    awards = [latest]
    tried = [attempts]
    while len(latest):
        again = _renewals(rng, latest, people, traits, world)
        waived = world.credentials["is_attempt_waived"].to_numpy()[again["credential"]]
        exams = _score(rng, again[~waived], traits, world)
        tried.append(exams)
        latest = pd.concat([exams[exams["is_passed"]], again[waived]], ignore_index=True)
        latest = _end(rng, latest, world)
        awards.append(latest)
    return pd.concat(tried, ignore_index=True), pd.concat(awards, ignore_index=True)


def _attempt(
    rng: np.random.Generator,
    chances: pd.DataFrame,
    people: pd.DataFrame,
    traits: pd.DataFrame,
    world: World,
) -> pd.DataFrame:
    """Take exams, and again after failing, with the wait that the entity asks for, mostly."""
    catalog = world.credentials
    tried = [_score(rng, chances.reset_index(drop=True), traits, world)]
    for _ in range(1, MOST_ATTEMPTS):
        failed = tried[-1][~tried[-1]["is_passed"]]
        again = failed[rng.random(len(failed)) < RETAKES].reset_index(drop=True)
        wait = catalog["retake_wait_days"].fillna(0).to_numpy()[again["credential"]].astype(int)
        patient = rng.random(len(again)) >= IGNORES_WAIT
        gap = np.maximum(np.where(patient, wait, 0), LEAST_GAP)
        gap = gap + rng.exponential(np.where(patient, 40, 6), len(again)).astype(int)
        day = add_days(again["attempted_on"], gap)
        person, credential = again["person"].to_numpy(), again["credential"].to_numpy()
        allowed = is_allowed(person, credential, day, people, traits, world)
        again = again.assign(attempted_on=day, preparation=again["preparation"] + LEARNS)[allowed]
        tried.append(_score(rng, _in_context(again), traits, world))
    return pd.concat(tried, ignore_index=True)


def _in_context(rows: pd.DataFrame) -> pd.DataFrame:
    """Let attempts after the course, year or training be the person's own."""
    rows = rows.reset_index(drop=True)
    alone = rows["attempted_on"] > rows["context_until"]
    return rows.assign(
        context=rows["context"].where(~alone, "self"),
        school_code=rows["school_code"].where(~alone),
        institution_code=rows["institution_code"].where(~alone),
    )


def _score(
    rng: np.random.Generator, rows: pd.DataFrame, traits: pd.DataFrame, world: World
) -> pd.DataFrame:
    """Score exams: whole points on the entity's scale; welds are accepted or rejected."""
    rows = rows.reset_index(drop=True)
    count = len(rows)
    credential = rows["credential"].to_numpy()
    exam = world.credentials.iloc[credential].reset_index(drop=True)
    strength = (
        ABILITY * traits["ability"].to_numpy()[rows["person"] - 1]
        + rows["preparation"].to_numpy(dtype="float64")
        + NOISE * rng.standard_normal(count)
        + MEAN
        - exam["difficulty"].to_numpy()
    )
    score = np.rint(exam["cut_score"] + exam["score_spread"] * strength)
    score = np.minimum(np.maximum(score, exam["scale_low"]), exam["scale_high"]).to_numpy()
    raised = (rows["attempted_on"] >= exam["cut_changes_on"]).to_numpy()
    cut = np.where(raised, exam["later_cut_score"], exam["cut_score"])
    is_weld = (exam["certifying_entity_code"] == WELDERS).to_numpy()
    visual = strength + 0.8 + 0.4 * rng.standard_normal(count) > 0
    bend = strength + 0.2 + 0.3 * rng.standard_normal(count) > 0
    scored = rows.assign(
        score=score,
        cut_score=cut,
        is_passed=np.where(is_weld, visual & bend, score >= cut),
        sub_score_1=np.where(is_weld, visual.astype(float), np.nan),
        sub_score_2=np.where(is_weld, bend.astype(float), np.nan),
        sub_score_3=np.nan,
    )
    is_sectioned = (exam["certifying_entity_code"] == SECTIONED).to_numpy()
    # Three sections whose mean is the score, each on the exam's scale.
    room = np.minimum(score, exam["scale_high"] - score).to_numpy() / 2
    first, second = np.rint(rng.uniform(-0.45, 0.45, (2, count)) * room)
    for name, part in (
        ("sub_score_1", score + first),
        ("sub_score_2", score + second),
        ("sub_score_3", score - first - second),
    ):
        scored[name] = np.where(is_sectioned, part, scored[name])
    unproctored = exam["credential_code"].map(HOME_EXAM).fillna(UNPROCTORED).to_numpy()
    scored["is_proctored"] = rng.random(count) >= unproctored
    scored["is_passed"] = scored["is_passed"].astype(bool)
    return scored


def _end(rng: np.random.Generator, awards: pd.DataFrame, world: World) -> pd.DataFrame:
    """Say when awards expire, and revoke a few licences."""
    awards = awards.reset_index(drop=True)
    exam = world.credentials.iloc[awards["credential"].to_numpy()].reset_index(drop=True)
    months = exam["validity_months"].fillna(0).to_numpy().astype(int)
    expires = add_days(add_months(awards["attempted_on"], months), -1)
    expires = np.where(months > 0, expires, np.datetime64("NaT", "s"))
    is_licence = (exam["certifying_entity_code"] == BOARD).to_numpy()
    revoked = days_between(
        rng,
        add_days(awards["attempted_on"], 60),
        np.where(np.isnat(expires), add_days(awards["attempted_on"], 700), expires),
    )
    is_revoked = is_licence & (rng.random(len(awards)) < REVOKED)
    is_revoked &= revoked <= world.closes.to_datetime64()
    return awards.assign(
        expires_on=expires, revoked_on=np.where(is_revoked, revoked, np.datetime64("NaT", "s"))
    )


def _renewals(
    rng: np.random.Generator,
    awards: pd.DataFrame,
    people: pd.DataFrame,
    traits: pd.DataFrame,
    world: World,
) -> pd.DataFrame:
    """Have part of the holders renew about the day of expiry, on their own."""
    exam = world.credentials.iloc[awards["credential"].to_numpy()].reset_index(drop=True)
    share = exam["certifying_entity_code"].map(RENEWS).fillna(0.0).to_numpy()
    lasts = (exam["validity_months"] >= LEAST_VALIDITY).to_numpy()
    chosen = lasts & awards["revoked_on"].isna().to_numpy() & (rng.random(len(awards)) < share)
    again = awards[chosen].reset_index(drop=True)
    expires = again["expires_on"].to_numpy()
    day = days_between(rng, add_days(expires, -35), add_days(expires, 40))
    allowed = is_allowed(
        again["person"].to_numpy(), again["credential"].to_numpy(), day, people, traits, world
    )
    again = again.assign(attempted_on=day, context_until=add_days(day, -1), preparation=0.9)
    return _in_context(again[allowed])


def _finish(
    rng: np.random.Generator, attempts: pd.DataFrame, awards: pd.DataFrame, world: World
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give events and licences their numbers, and positions their codes."""
    order = ["person", "credential", "attempted_on"]
    catalog = world.credentials
    tables = []
    for frame in (attempts, awards):
        frame = frame.sort_values(order, kind="stable").reset_index(drop=True)
        credential = frame["credential"].to_numpy()
        tables.append(
            frame.assign(
                credential_code=catalog["credential_code"].to_numpy()[credential],
                certifying_entity_code=catalog["certifying_entity_code"].to_numpy()[credential],
            )
        )
    attempts, awards = tables
    attempts["event_id"] = event_ids("attempt", len(attempts))
    attempts["attempt_number"] = attempts.groupby(["person", "credential"]).cumcount() + 1
    passed = attempts.loc[attempts["is_passed"], [*order, "event_id"]]
    awards = awards.drop(columns="event_id", errors="ignore").merge(
        passed.rename(columns={"event_id": "attempt_event_id"}), how="left", on=order
    )
    attempts = attempts.drop(columns="expires_on", errors="ignore").merge(
        awards[["attempt_event_id", "expires_on"]].dropna(subset="attempt_event_id"),
        how="left",
        left_on="event_id",
        right_on="attempt_event_id",
    )
    is_licence = awards["certifying_entity_code"] == BOARD
    holders = awards.loc[is_licence, ["person", "credential", "credential_code"]]
    holders = holders.drop_duplicates(["person", "credential"]).reset_index(drop=True)
    initials = holders["credential_code"].str.replace(r"(^|_)(.)[^_]*", r"\2", regex=True)
    number = numbered("", unique_numbers(rng, len(holders), 100_000, 9_999_999), 7)
    holders["license_number"] = initials.str.upper() + "-" + number
    awards = awards.merge(holders, how="left", on=["person", "credential", "credential_code"])
    return attempts, awards.assign(
        event_id=event_ids("award", len(awards)), earned_on=awards["attempted_on"]
    )
