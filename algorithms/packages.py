"""Python packages that QGIS may lack: how to say so, and how to get them."""

from __future__ import annotations

from importlib.util import find_spec

from .translation import translate


def pandas_missing() -> str:
    """Return what to tell a user who has no pandas, "" when it is there. It reads the CSV tables."""
    if find_spec("pandas") is not None:
        return ""
    return translate(
        "CarbonServiceFlow",
        "The Python package pandas is missing. Install it (OSGeo4W: python3-pandas; Debian and Ubuntu: "
        "apt install python3-pandas; conda: conda install pandas; macOS: the pip of QGIS's own Python) "
        "and restart QGIS.",
    )
