"""Credential Transparency Identifiers (CTIDs) that stay the same from build to build.

A CTID is ``ce-`` and a UUID of version 4 (https://credreg.net/ctdl/ctid). A random one would have
to be remembered; ours are the hash of a namespace that the Council keeps
(seeds/council/registers/publication_settings.csv) and of what they name, set in the form of
version 4. So nothing need be stored, and nothing but a changed namespace or code changes them.
"""

import hashlib
import uuid

from warehouse.errors import WarehouseError


def make_ctid(namespace: str, kind: str, code: str) -> str:
    """Make the CTID of a resource.

    Parameters
    ----------
    namespace
        The Council's namespace, a UUID.
    kind
        What the resource is, such as ``credential`` or ``agreement``.
    code
        The Council's code of the resource within its kind.

    Raises
    ------
    WarehouseError
        If the namespace is no UUID.
    """
    try:
        text = f"{uuid.UUID(namespace)}|{kind}|{code}"
    except ValueError:
        raise WarehouseError(
            f"The ctid_namespace {namespace!r} in publication_settings.csv is no UUID. "
            "Restore the one under which you first published; make one only for a first List."
        ) from None
    digest = hashlib.sha256(text.encode()).digest()
    return f"ce-{uuid.UUID(bytes=digest[:16], version=4)}"
