"""A command run in a process of its own, with the time and the memory that its whole tree took."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import WarehouseError

POLL_SECONDS = 0.1
SHOWN_OF_A_FAILURE = 1500


@dataclass(frozen=True)
class MeasuredRun:
    """Standard output of a command, and what it cost.

    seconds are of the clock; cpu_seconds of all its processes, which another process on the machine
    changes less. peak_bytes is the most memory that its processes held together.
    """

    output: str
    seconds: float
    cpu_seconds: float
    peak_bytes: int


def run_measured(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> MeasuredRun:
    """Run a command in a folder and wait for its end.

    Parameters
    ----------
    command
        Program and arguments.
    folder
        Its working directory.
    environment
        Variables to set beside those of this process.

    Raises
    ------
    WarehouseError
        It failed; the message ends with the last of what it wrote to standard error.
    """
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaints:
        began = time.perf_counter()
        process = subprocess.Popen(
            words,
            cwd=folder,
            env=os.environ | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=complaints,
        )
        watch = _Watch(process.pid)
        watch.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.terminate()
            process.wait()
            raise
        finally:
            watch.end()
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            complaints.seek(max(0, complaints.seek(0, os.SEEK_END) - SHOWN_OF_A_FAILURE))
            said = complaints.read().decode(errors="replace")
            raise WarehouseError(
                f"{' '.join(words[:4])} … ended with {process.returncode}:\n{said}"
            )
        output.seek(0)
        return MeasuredRun(
            output.read().decode(errors="replace"),
            seconds,
            usage.ru_utime + usage.ru_stime,
            # The largest single process is never missed between two looks.
            max(watch.peak_bytes, usage.ru_maxrss * 1024),
        )


class _Watch(threading.Thread):
    """Looks again and again at how much memory a process and its descendants hold."""

    def __init__(self, process_id: int) -> None:
        super().__init__(daemon=True)
        self.peak_bytes = 0
        self._process_id = process_id
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(POLL_SECONDS):
            self.peak_bytes = max(self.peak_bytes, _tree_bytes(self._process_id))

    def end(self) -> None:
        self._ended.set()
        self.join()


def _tree_bytes(process_id: int) -> int:
    """Return the resident memory of a process and its descendants, in bytes."""
    page = os.sysconf("SC_PAGE_SIZE")
    children: dict[int, list[int]] = {}
    resident: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            # The name of the program, in brackets, may hold blanks.
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(entry.name))
        resident[int(entry.name)] = int(fields[21]) * page
    total, waiting = 0, [process_id]
    while waiting:
        one = waiting.pop()
        total += resident.get(one, 0)
        waiting += children.get(one, [])
    return total
