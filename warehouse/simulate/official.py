"""The official statistics of the sample: real figures, laid down beside the fictional deliveries.

Meridian borrows Kentucky's labor market. The excerpts in `data/labor_market/` keep their
publishers' layouts and marks; docs/labor-market.md says where each comes from.
"""

import datetime
from dataclasses import dataclass
from pathlib import Path

OFFICIAL_DATA = Path(__file__).parent / "data" / "labor_market"


@dataclass(frozen=True)
class OfficialFile:
    """An excerpt: its extract, the period that it speaks of, and the day of its delivery."""

    extract: str
    period: str
    delivered_on: datetime.date

    @property
    def content(self) -> bytes:
        """The file's bytes, as committed."""
        return (OFFICIAL_DATA / f"{self.extract}.csv").read_bytes()

    @property
    def rows(self) -> int:
        """Records of the file; none of them spans two lines."""
        return self.content.count(b"\n") - 1


OFFICIAL_FILES = (
    OfficialFile("cip_soc_crosswalk", "2020", datetime.date(2020, 11, 16)),
    OfficialFile("instructional_programs", "2020", datetime.date(2020, 11, 16)),
    OfficialFile("job_zones", "2024", datetime.date(2025, 6, 2)),
    OfficialFile("employment_projections", "2024", datetime.date(2025, 9, 10)),
    OfficialFile("oews", "2025", datetime.date(2026, 5, 20)),
    OfficialFile("consumer_prices", "2026", datetime.date(2026, 6, 15)),
)
