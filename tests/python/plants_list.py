"""For each rule on the List and its evidence, the plant that breaks it alone."""

from planted_council_rows import list_row, postings
from planting import Deliveries, Planted


def list_unapproved(state: Deliveries) -> Planted:
    """Approve a credential the day after its List holds; let another run into the next List."""
    return Planted(
        (
            list_row(state, 2016, approved_on="2015-07-02"),
            list_row(state, 2017, effective_to="2017-07-01"),
        )
    )


def listed_without_grounds(state: Deliveries) -> Planted:
    """List a credential at a level that the Council does not define."""
    list_row(state, 2026, credential_code="servsafe_manager", credential_level_code="advanced")
    return Planted(keys=("2026:servsafe_manager",))


def removal_without_notice(state: Deliveries) -> Planted:
    """End a credential in the middle of its List's year, and tell nobody."""
    list_row(state, 2026, effective_to="2025-12-31")
    return Planted(keys=("2026:aws_certified_welder",))


def part_above_whole(state: Deliveries) -> Planted:
    return Planted((postings(state, postings_preferring="41"),))
