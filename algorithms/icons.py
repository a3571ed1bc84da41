"""Icons of algorithms and models: resources/icons/<id>.svg."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtGui import QIcon

FOLDER = Path(__file__).parent.parent / "resources" / "icons"


def icon_path(name: str) -> str:
    """Return the path of an algorithm's icon, the provider's where it has none."""
    path = FOLDER / f"{name}.svg"
    return str(path if path.is_file() else FOLDER / "provider.svg")


def icon_of(name: str) -> QIcon:
    """Return an algorithm's icon."""
    return QIcon(icon_path(name))
