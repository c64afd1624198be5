"""The table component, taken at rendering from the wheel of itables, which carries DataTables.

The bundle there is an ES module, and browsers load no module from a folder on disk. So its export
statement is turned into an assignment to `window`; the rest stays as it is, licenses included.
"""

import re
from importlib.resources import files

from warehouse.errors import WarehouseError

EXPORTS = re.compile(r"export\s*\{[^}]*?([\w$]+) as default[^}]*\};?")


def datatables_script() -> str:
    """Give DataTables as a plain script that defines `window.DataTable`.

    Raises
    ------
    WarehouseError
        If the installed itables holds no bundle of the form known here.
    """
    bundle = files("itables") / "html" / "dt_bundle.js"
    text = bundle.read_text(encoding="utf-8") if bundle.is_file() else ""
    exports = EXPORTS.search(text)
    if exports is None:
        raise WarehouseError(
            "The installed itables holds no DataTables bundle as this version of the warehouse "
            "knows it. Install the version that requirements.lock names."
        )
    script = f"{text[: exports.start()]}window.DataTable={exports[1]};{text[exports.end() :]}"
    return f"(() => {{\n{script}\n}})();\n"
