"""A List as CSV and as JSON, for whoever works with the List and not with its page."""

import csv
import io
import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from warehouse.council_list.content import CouncilList, Listed

COLUMNS = (
    "list_year",
    "credential_code",
    "ctid",
    "credential_name",
    "credential_type",
    "credential_level",
    "career_cluster",
    "certifying_entity_name",
    "soc_code",
    "occupation_title",
    "demand_class",
    "skill_class",
    "wage_class",
    "is_priority",
    "articulation_status",
    "institutions_with_agreement",
    "institution_count",
    "least_credits",
    "most_credits",
    "no_agreement_reason",
    "first_list_year",
    "listed_since_year",
    "change_kind",
    "effective_from",
    "effective_to",
    "description",
    "web_page",
)


def list_csv(council_list: CouncilList) -> str:
    """Give a List as CSV, a credential a line, with the columns of COLUMNS."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for listed in council_list.credentials:
        row = _credential(council_list, listed)
        writer.writerow({name: row[name] for name in COLUMNS})
    return text.getvalue()


def list_json(council_list: CouncilList) -> str:
    """Give a List as JSON, with its agreements and with what changed since the List before."""
    content = {
        "list_year": council_list.list_year,
        "name": council_list.settings["list_name"],
        "published_by": council_list.settings["publisher_name"],
        "approved_on": council_list.approved_on,
        "effective_from": council_list.effective_from,
        "effective_to": council_list.effective_to,
        "previous_list_year": council_list.previous_year,
        "credentials": [_credential(council_list, each) for each in council_list.credentials],
        "changes": [asdict(each) for each in council_list.changes],
    }
    return as_json(content)


def as_json(content: Any) -> str:
    """Write JSON to be read by people too, the same content always in the same bytes."""
    return json.dumps(content, indent=2, ensure_ascii=False, default=_plain) + "\n"


def _credential(council_list: CouncilList, listed: Listed) -> dict[str, Any]:
    return asdict(listed) | {
        "list_year": council_list.list_year,
        "ctid": council_list.ctid("credential", listed.credential_code),
        "agreements": [
            asdict(each) | {"ctid": council_list.ctid("agreement", each.agreement_id)}
            for each in listed.agreements
        ],
    }


def _plain(value: object) -> str | float:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
