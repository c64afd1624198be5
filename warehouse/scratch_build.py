"""dbt on a scratch warehouse: the project's own models in a folder that nothing else reads.

dbt runs in a process of its own with that folder as its working directory, so that every path the
profile knows is relative and the same in every call: dbt then reads its models from the last call's
parse and not from their files, which saves most of its start-up.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from warehouse.admission.contracts import find_project_root
from warehouse.errors import WarehouseError

WAREHOUSE_FILE = "warehouse.duckdb"
STATE, EXTRACTS, TARGET, LOGS = "state", "extracts", "target", "logs"
PARSE_FILE = "partial_parse.msgpack"
# What DuckDB calls its errors. Only the kind is shown: the message may quote a person's data.
_ERROR_KINDS = re.compile(
    "(Binder|Catalog|Parser|Conversion|Constraint|Out of Memory|IO|Internal|Invalid Input"
    "|Out of Range|Interrupt) Error"
)


@dataclass(frozen=True)
class BuildTimes:
    """Seconds that a build took: until dbt began with the first node, and from then on."""

    start_up: float
    nodes: float


def find_project() -> Path:
    """Return the folder of the dbt project, from wherever the command is called."""
    root = find_project_root()
    if not (root / "dbt_project.yml").is_file():
        raise WarehouseError(
            "The project's models are not beside the package; call the command in the project's"
            " folder."
        )
    return root


@contextmanager
def scratch_folder(keep: Path | None) -> Iterator[Path]:
    """Make a folder that only its owner can read, and remove it at the end unless it is `keep`.

    WarehouseError if `keep` holds anything or can't be made.
    """
    if keep is None:
        # DuckDB may still write to a table while it is removed, if the command was interrupted.
        with tempfile.TemporaryDirectory(prefix="warehouse_", ignore_cleanup_errors=True) as name:
            yield Path(name).resolve()
        return
    try:
        keep.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_empty = not any(keep.iterdir())
    except OSError as error:
        raise WarehouseError(f"--keep {keep} can't be made: {error.strerror}.") from None
    if not is_empty:
        raise WarehouseError(f"--keep {keep} isn't empty; name a new folder.")
    yield keep.resolve()


def build_in_scratch(
    scratch: Path, select: str, variables: dict[str, object], progress: Callable[[str], None]
) -> BuildTimes:
    """Build the selected models and seeds, without tests, in the warehouse file of `scratch`.

    Parameters
    ----------
    scratch
        Folder with WAREHOUSE_FILE; its registry starts empty and no deliveries are read.
    select
        What dbt is to build, in its own notation.
    variables
        Values for the project's vars. Other values than in the last call cost a full parse.

    Raises
    ------
    WarehouseError
        dbt failed; the message names the model and the kind of error, and quotes nothing.
    """
    arguments = ["--select", *select.split()]
    arguments += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    times, _ = _call("build", arguments, scratch, variables, progress)
    return times


def run_macro(scratch: Path, macro: str, variables: dict[str, object]) -> str:
    """Run a macro of the project that prints, and return what it printed.

    The arguments are those of `build_in_scratch`; so are the errors.
    """
    _, printed = _call("run-operation", [macro], scratch, variables, lambda step: None)
    return "\n".join(printed)


def _call(
    command: str,
    arguments: list[str],
    scratch: Path,
    variables: dict[str, object],
    progress: Callable[[str], None],
) -> tuple[BuildTimes, list[str]]:
    """Call dbt on the project in `scratch`, with the parse of the last call; return its prints."""
    project = find_project()
    for folder in (STATE, EXTRACTS, TARGET):
        (scratch / folder).mkdir(exist_ok=True)
    parsed = project / "target" / "match" / PARSE_FILE
    with suppress(OSError):
        shutil.copyfile(parsed, scratch / TARGET / PARSE_FILE)
    whole = [sys.executable, "-m", "dbt.cli.main", "--log-format", "json", command, *arguments]
    whole += ["--project-dir", str(project), "--profiles-dir", str(project)]
    whole += ["--target", "warehouse"]
    whole += ["--target-path", str(scratch / TARGET), "--log-path", str(scratch / LOGS)]
    whole += ["--vars", json.dumps(variables)]
    result = _run(whole, scratch, progress)
    _keep_parse(scratch / TARGET / PARSE_FILE, parsed)
    return result


def _environment() -> dict[str, str]:
    """Return the environment without settings of dbt's that are meant for another warehouse."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DBT_")}
    return kept | {
        "WAREHOUSE_FILE": WAREHOUSE_FILE,
        "WAREHOUSE_STATE": STATE,
        "WAREHOUSE_EXTRACTS": EXTRACTS,
        "WAREHOUSE_UNPACKED": "dictionary,fsst,dict_fsst,zstd",
    }


def _run(
    command: list[str], scratch: Path, progress: Callable[[str], None]
) -> tuple[BuildTimes, list[str]]:
    began = time.monotonic()
    first_node = None
    complaints = []
    printed = []
    with subprocess.Popen(
        command,
        cwd=scratch,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        try:
            for event in _events(process.stdout):
                if event["info"]["name"] == "LogStartLine":
                    first_node = first_node or time.monotonic()
                    node = event["data"]
                    name = str(node["description"]).rpartition(" ")[2]
                    progress(f"{node['index']} of {node['total']}: {name}")
                elif event["info"]["name"] == "PrintEvent":
                    printed.append(str(event["info"]["msg"]))
                elif event["info"]["level"] == "error" and first_node is None:
                    complaints.append(str(event["info"]["msg"]).strip())
        except BaseException:
            process.terminate()
            raise
    ended = time.monotonic()
    if process.returncode < 0:
        raise WarehouseError(
            f"dbt was killed by signal {-process.returncode}; by 9, most likely for lack of memory."
        )
    if process.returncode:
        raise WarehouseError(_failure(scratch, complaints if first_node is None else []))
    return BuildTimes((first_node or ended) - began, ended - (first_node or ended)), printed


def _events(lines: Iterator[str]) -> Iterator[dict]:
    for line in lines:
        with suppress(ValueError):
            event = json.loads(line)
            if isinstance(event, dict) and "info" in event:
                yield event


def _failure(scratch: Path, complaints: list[str]) -> str:
    """Say which models failed, and of what kind of error; before the first one, what dbt said."""
    try:
        results = json.loads((scratch / TARGET / "run_results.json").read_text("utf-8"))["results"]
    except (OSError, ValueError, KeyError):
        results = []
    failed = [result for result in results if result["status"] in ("error", "fail")]
    if not failed:
        said = " ".join(complaints)[:500] or "it gave no reason"
        return f"dbt could not begin: {said}"
    named = []
    for result in failed:
        kind = _ERROR_KINDS.search(str(result.get("message")))
        name = result["unique_id"].split(".", 2)[-1]
        named.append(name + (f" ({kind[0]})" if kind else ""))
    return (
        f"Matching failed in {', '.join(named)}. To see why, call it again with --keep FOLDER and"
        f" read FOLDER/{LOGS}/dbt.log, which holds personal data."
    )


def _keep_parse(parse_file: Path, kept: Path) -> None:
    """Keep dbt's parse of the project for the next call; whole, whatever runs beside this one."""
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as copy:
            pass
        shutil.copy(parse_file, copy.name)
        Path(copy.name).replace(kept)
