"""The report as one PDF with bookmarks, printed by Chromium where it is installed."""

import re
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from warehouse.errors import WarehouseError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS = 120
DATES = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")


def find_browser() -> str | None:
    """Give the path of an installed Chromium or Chrome, or nothing."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def print_pdf(page: Path, target: Path, browser: str, as_of: date | None) -> None:
    """Print a page as PDF; headings become bookmarks, and the file bears the date of the data.

    Raises
    ------
    WarehouseError
        If the browser fails or writes nothing.
    """
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
            "--generate-pdf-document-outline",
            f"--print-to-pdf={target.resolve()}",
            page.resolve().as_uri(),
        ]
        try:
            result = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise WarehouseError(_failed(browser, str(error))) from None
    if result.returncode or not target.is_file():
        said = result.stderr.decode(errors="replace").strip().splitlines()
        raise WarehouseError(_failed(browser, said[-1] if said else "it wrote nothing"))
    if as_of is not None:
        stamp = rb"/\1 (D:" + f"{as_of:%Y%m%d}000000".encode()
        target.write_bytes(DATES.sub(stamp, target.read_bytes()))


def _failed(browser: str, reason: str) -> str:
    return (
        f"{browser} couldn't print the report as PDF: {reason}. Nothing was written. "
        "Report again with --no-pdf for the pages alone."
    )
