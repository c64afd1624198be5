"""Whether a DuckDB file can stand where a setting says, before anybody tries to open it."""

import os
from pathlib import Path

from dbt_common.exceptions import DbtRuntimeError

# Where a DuckDB file says what it is: eight bytes of checksum come before.
MARK, MARK_AT = b"DUCK", 8


def refuse_wrong_place(path: str, setting: str) -> None:
    """Raise unless a DuckDB file stands at a path, or a new one can be made there.

    A file that another process holds passes: that is worth waiting for. What is no path of this
    machine, as `:memory:` or an address, passes too.

    Raises
    ------
    DbtRuntimeError
        With what is wrong with the path, and the setting to mend. dbt shows it as it is.
    """
    if ":" in Path(path).parts[0].removeprefix(Path(path).drive):
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


def is_duckdb(file: Path) -> bool:
    """Say whether a file bears the mark of DuckDB."""
    with file.open("rb") as stream:
        return stream.read(MARK_AT + len(MARK))[MARK_AT:] == MARK
