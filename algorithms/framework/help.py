"""Help of an algorithm: six parts, always in this order, as plain text and as a page that works offline.

The text is read in three places: the dialog, which makes a paragraph of each line; a terminal (`qgis_process help`);
and the page behind the dialog's help button. So it holds no markup, and no character that HTML takes for markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QIcon

from ...core import PLUGIN_FOLDER
from .translation import language, translate

PAGES = PLUGIN_FOLDER / "resources" / "help"
ICONS = PLUGIN_FOLDER / "resources" / "icons"


@dataclass(frozen=True)
class HelpParts:
    """What it does, the formula with its source, units, rules for nodata and CRS, an example, and what else to know.

    All are translated but `example`: the arguments of a command that runs.
    """

    what: str
    formula: str
    units: str
    nodata: str
    crs: str
    example: str
    more: str = ""

    def paragraphs(self, algorithm_id: str) -> Iterator[str]:
        """Yield the parts, each with its label."""
        yield self.what
        yield translate("CarbonServiceFlow", "Formula: {text}").format(text=self.formula)
        yield translate("CarbonServiceFlow", "Units: {text}").format(text=self.units)
        yield translate("CarbonServiceFlow", "Nodata: {text}").format(text=self.nodata)
        yield translate("CarbonServiceFlow", "CRS: {text}").format(text=self.crs)
        if self.more:
            yield self.more
        yield translate("CarbonServiceFlow", "Example: {command}").format(command=self.command(algorithm_id))

    def command(self, algorithm_id: str) -> str:
        """Return the example as it is typed in a terminal."""
        return f"qgis_process run {algorithm_id} -- {self.example}"

    def text(self, algorithm_id: str) -> str:
        """Return the help as text, an empty line between the parts."""
        return "\n\n".join(self.paragraphs(algorithm_id))


def page_url(name: str) -> str:
    """Return the address of a shipped page in the user's language: an algorithm's, or "index"."""
    path = PAGES / language() / f"{name}.html"
    return QUrl.fromLocalFile(str(path)).toString() if path.is_file() else ""


def icon_path(name: str) -> str:
    """Return the path of an algorithm's icon, the provider's where it has none."""
    path = ICONS / f"{name}.svg"
    return str(path if path.is_file() else ICONS / "provider.svg")


def icon_of(name: str) -> QIcon:
    """Return an algorithm's icon."""
    return QIcon(icon_path(name))
