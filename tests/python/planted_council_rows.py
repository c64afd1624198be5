"""Rows of the Council's own extracts that keep every rule; a plant changes one value."""

from planting import Deliveries, Place

# Whom the Council's rules of notice name.
AUDIENCES = ("school_districts", "colleges", "training_providers")


def list_row(state: Deliveries, list_year: int, **changes: str) -> Place:
    """Add another row of a listed credential to an approved List: the later row counts."""
    sound = {
        "list_year": str(list_year),
        "credential_code": "aws_certified_welder",
        "credential_level_code": "skill_mastery",
        "approved_on": f"{list_year - 1}-03-15",
        "effective_from": f"{list_year - 1}-07-01",
        "effective_to": f"{list_year}-06-30",
    }
    return state.add("council.approved_list", str(list_year), **sound | changes)


def postings(state: Deliveries, **changes: str) -> Place:
    sound = {
        "posting_year": "2024",
        "soc_code": "31-9099",
        "credential_code": "state_registered_nurse_aide",
        "postings_of_occupation": "100",
        "postings_requiring": "60",
        "postings_preferring": "40",
    }
    return state.add("council.job_postings", "2024", **sound | changes)


def survey_answer(state: Deliveries, **changes: str) -> Place:
    sound = {
        "survey_year": "2024",
        "response_number": "99",
        "credential_code": "state_registered_nurse_aide",
        "region_code": "north",
        "value_code": "required",
        "is_used_in_hiring": "Y",
        "is_used_in_promotion": "N",
        "is_used_in_pay": "N",
    }
    return state.add("council.employer_surveys", "2024", **sound | changes)


def endorsement(state: Deliveries, **changes: str) -> Place:
    sound = {
        "endorsement_id": "E-9901",
        "credential_code": "state_registered_nurse_aide",
        "organization_name": "Meridian Hospital Association",
        "organization_kind_code": "industry_association",
        "endorsed_on": "2024-10-01",
    }
    return state.add("council.employer_endorsements", "2025", **sound | changes)


def submission(state: Deliveries, **changes: str) -> Place:
    sound = {
        "submission_id": "P-9901",
        "list_year": "2026",
        "request_code": "add",
        "credential_code": "ase_g1_auto_maintenance",
        "credential_name": "ASE G1: Auto Maintenance and Light Repair",
        "submitter_kind_code": "employer",
        "submitted_on": "2024-10-15",
        "review_began_on": "2024-12-01",
        "decided_on": "2025-03-15",
        "status_code": "denied",
    }
    return state.add("council.submissions", "2025", **sound | changes)


def notice(state: Deliveries, **changes: str) -> Place:
    sound = {
        "notice_id": "N-9901",
        "list_year": "2026",
        "credential_code": "state_registered_nurse_aide",
        "audience_code": "colleges",
        "sent_by_code": "higher_ed",
        "sent_on": "2025-04-20",
    }
    return state.add("council.list_notices", "2025", **sound | changes)
