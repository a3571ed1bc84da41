"""The report of an assessment: one HTML page that works offline, from what has been counted, drawn and recorded.

    write_report("report.html", Page("Carbon", "2015", sections, "en", words, footer))

A page is a list of sections; a section holds cards, accounts, maps (images as bytes), charts (anything with plotly's
`to_html`), tables, warnings and commands, each may be empty. The template (`resources/templates/report.html`) escapes
every text; only plotly's own output goes in as it is, and the charts escape names themselves. The page loads nothing:
a policy in its head forbids it. plotly's script is in it once.

jinja2 and plotly come with QGIS and are imported when a page is written.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .. import PLUGIN_FOLDER
from ..charts.elements.page import FONTS, require_plotly
from ..errors import ParameterError
from .cards import Card
from .messages import JINJA_MISSING

TEMPLATES = PLUGIN_FOLDER / "resources" / "templates"
CONFIG = {"displaylogo": False, "responsive": True}


@dataclass(frozen=True)
class Map:
    """A map and its legend (empty: none): images as bytes, `kind` png or jpeg, sizes in the page's pixels."""

    heading: str
    picture: bytes
    kind: str
    width: int
    height: int
    legend: bytes = b""
    legend_width: int = 0
    legend_height: int = 0
    source: str = ""


@dataclass(frozen=True)
class Column:
    """A column's title and unit; numbers stand to the right."""

    title: str
    unit: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class ReportTable:
    """A table as texts, folded unless `open`."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    note: str = ""
    open: bool = False
    last_is_sum: bool = False


@dataclass(frozen=True)
class MassBalanceRow:
    """An account: name, amount, share of the emission, and the width of its bar in percent (None: no bar)."""

    name: str
    amount: str
    share: str
    width: float | None = None
    total: bool = False


@dataclass(frozen=True)
class MassBalanceTable:
    """Accounts that add up, and how well they do."""

    title: str
    unit: str
    lines: Sequence[MassBalanceRow]
    note: str


@dataclass(frozen=True)
class Texts:
    """Sentences under a title; `more` tells of those left out."""

    title: str
    texts: Sequence[str]
    more: str = ""


@dataclass(frozen=True)
class Command:
    """A step as a command line."""

    title: str
    text: str
    note: str = ""


@dataclass
class Section:
    """A part of the page. `charts` are rows of (label, figure), side by side where the window is wide."""

    key: str
    title: str
    notes: list[str] = field(default_factory=list)
    cards: Sequence[Card] = ()
    accounts: Sequence[MassBalanceTable] = ()
    maps: list[Map] = field(default_factory=list)
    charts: list[list[tuple[str, Any]]] = field(default_factory=list)
    tables: list[ReportTable] = field(default_factory=list)
    warnings: Sequence[Texts] = ()
    commands: Sequence[Command] = ()

    @property
    def is_empty(self) -> bool:
        """True without anything but a title and notes."""
        parts: tuple[Sequence[Any], ...] = (
            self.cards,
            self.accounts,
            self.maps,
            self.charts,
            self.tables,
            self.warnings,
            self.commands,
        )
        return not any(parts)


@dataclass(frozen=True)
class Page:
    """All of a report. `words`: account, of_emission, legend_of."""

    title: str
    subtitle: str
    sections: Sequence[Section]
    language: str
    words: Mapping[str, str]
    footer: Sequence[str] = ()


def require_packages() -> None:
    """Raise `ParameterError` saying how to get plotly or jinja2 when one is missing."""
    require_plotly()
    if find_spec("jinja2") is None:
        raise ParameterError(JINJA_MISSING)


def write_report(path: str, page: Page) -> None:
    """Write the page to `path`, in UTF-8. Raises `ParameterError` without plotly or jinja2."""
    require_packages()
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from plotly.offline import get_plotlyjs

    environment = Environment(
        loader=FileSystemLoader(str(TEMPLATES)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sections = [section for section in page.sections if not section.is_empty]
    drawn = any(section.charts for section in sections)
    text = environment.get_template("report.html").render(
        title=page.title,
        subtitle=page.subtitle,
        language=page.language,
        words=page.words,
        footer=page.footer,
        fonts=FONTS,
        script=get_plotlyjs() if drawn else "",
        sections=[_template_section(section) for section in sections],
    )
    Path(path).write_text(text.lstrip(), encoding="utf-8")


def _template_section(section: Section) -> dict[str, Any]:
    """A section as the template takes it."""
    return {
        **vars(section),
        "maps": [{**vars(one), "picture": _base64(one.picture), "legend": _base64(one.legend)} for one in section.maps],
        "charts": [
            [
                {"label": label, "html": figure.to_html(full_html=False, include_plotlyjs=False, config=CONFIG)}
                for label, figure in group
            ]
            for group in section.charts
        ],
    }


def _base64(image: bytes) -> str:
    return base64.b64encode(image).decode("ascii")
