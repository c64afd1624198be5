"""Whether a DuckDB file can stand where a setting says, and is free, before dbt opens it."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
from dbt_common.exceptions import DbtRuntimeError

# Where a DuckDB file says what it is: eight bytes of checksum come before.
MARK, MARK_AT = b"DUCK", 8
SECONDS_BETWEEN_TRIES = 0.2


def refuse_wrong_place(path: str, setting: str) -> None:
    """Raise unless a DuckDB file stands at a path, or a new one can be made there.

    A file that another process holds passes: that is worth waiting for. What is no path of this
    machine, as `:memory:` or an address, passes too.

    Raises
    ------
    DbtRuntimeError
        With what is wrong with the path, and the setting to mend. dbt shows it as it is.
    """
    if not is_local(path):
        return
    file = Path(path)
    if not file.parent.is_dir():
        wrong = f"there is no folder {file.parent}"
    elif file.is_dir():
        wrong = "it is a folder"
    elif not os.access(file if file.exists() else file.parent, os.W_OK):
        wrong = "it can't be written"
    elif file.exists() and file.stat().st_size and not is_duckdb(file):
        wrong = "it is damaged, or no DuckDB file"
    else:
        return
    raise DbtRuntimeError(f"{path} can't be opened: {wrong}. Set {setting} to the right place.")


def wait_until_free(path: str, patience: float, say: Callable[[str], None]) -> None:
    """Wait while another process holds a DuckDB file, as a publish does while it reads it.

    Parameters
    ----------
    patience
        Seconds after which it is left to dbt to fail.
    say
        Told once what is waited for.
    """
    if not is_local(path) or not Path(path).exists():
        return
    deadline = time.monotonic() + patience
    is_said = False
    while is_held(path) and time.monotonic() < deadline:
        if not is_said:
            say(f"{path} is held by another process; waiting up to {patience:g} seconds for it.")
            is_said = True
        time.sleep(SECONDS_BETWEEN_TRIES)


def is_held(path: str) -> bool:
    """Say whether another process has a DuckDB file open."""
    try:
        duckdb.connect(path).close()
    except duckdb.IOException as error:
        return "lock" in str(error)
    except duckdb.Error:
        # This process has it, with other settings.
        return False
    return False


def is_local(path: str) -> bool:
    """Say whether a path is one of this machine, and not `:memory:` or an address."""
    return ":" not in Path(path).parts[0].removeprefix(Path(path).drive)


def is_duckdb(file: Path) -> bool:
    """Say whether a file bears the mark of DuckDB."""
    with file.open("rb") as stream:
        return stream.read(MARK_AT + len(MARK))[MARK_AT:] == MARK
