"""Measure how long an attack on a release takes, and where the time goes.

    python benchmarks/attack.py warehouse.duckdb published/current/public/parquet/released

Reads each release as `warehouse audit-release` does, writes it as equations, narrows, and attacks
what is left block by block. Prints the sizes, the seconds of each step, and what was found.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.attack.audit import audit
from warehouse.attack.published import read_release


class Stopwatch:
    """Seconds of each step, by its name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure a step."""
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start

    def between(self) -> Callable[[str], None]:
        """Give a function that takes each message of an audit as the end of a step."""
        last = time.perf_counter()

        def say(step: str) -> None:
            nonlocal last
            now = time.perf_counter()
            self.seconds[step] = now - last
            last = now

        return say


def measure(path: Path, processes: int) -> None:
    """Attack one release and print what it took."""
    watch = Stopwatch()
    with watch.step("read"):
        release = read_release(path, "")
    with watch.step("attack in all"):
        started = time.process_time()
        result = audit([release], watch.between(), processes)
        watch.seconds["of this process's own time"] = time.process_time() - started
    print(f"\n{path}: {result.cells:,} cells, {result.counts:,} counts")
    print(f"  {result.equations:,} equations, {result.withheld:,} figures to hide")
    print(f"  {result.blocks:,} blocks of {result.largest:,} counts at the most")
    print(f"  {len(result.findings):,} told, {result.open_figures:,} open by fractions alone")
    for step, seconds in watch.seconds.items():
        print(f"  {seconds:8.1f} s  {step}")


def main() -> None:
    """Measure every release that was named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("releases", nargs="+", type=Path, help="DuckDB files or Parquet folders")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    for path in arguments.releases:
        measure(path, arguments.processes)


if __name__ == "__main__":
    main()
