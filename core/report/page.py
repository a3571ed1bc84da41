"""The report of an assessment: one HTML page that works offline, from what has been counted, drawn and recorded.

    write_report("report.html", Page("Carbon", "2015", sections, "en", words, footer))

A page is a list of sections; a section holds cards, accounts, maps (images as bytes), charts (anything with plotly's
`to_html`), tables, warnings and commands, each may be empty. The template `report.html` extends `base.html`, as that of
the charts does (`charts.elements.page`): it escapes every text; only plotly's own output goes in as it is, and the
charts escape names themselves. The page loads nothing: a policy in its head forbids it. plotly's script is in it once.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..charts.elements.labels import Words
from ..charts.elements.page import figure_html, fill_template, require_packages
from .cards import Card


@dataclass(frozen=True)
class Map:
    """A map and its legend.

    Attributes
    ----------
    heading : str
        Plain text.
    picture, legend : bytes
        Images; the legend may be empty.
    kind : str
        png or jpeg: the picture's; the legend is a png.
    width, height, legend_width, legend_height : int
        Pixels of the page.
    source : str
        The line below, plain text.
    """

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
class ReportColumn:
    """A column's title and unit, plain text; numbers stand to the right."""

    title: str
    unit: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class ReportTable:
    """A table as texts.

    Attributes
    ----------
    title, note : str
        Plain text.
    columns : sequence of ReportColumn
    rows : (rows, columns) of str
        Plain text.
    open : bool
        Whether it is unfolded when the page opens.
    last_is_sum : bool
        Whether the last row adds up the others.
    """

    title: str
    columns: Sequence[ReportColumn]
    rows: Sequence[Sequence[str]]
    note: str = ""
    open: bool = False
    last_is_sum: bool = False


@dataclass(frozen=True)
class MassBalanceRow:
    """An account.

    Attributes
    ----------
    name, amount, share : str
        Plain text; the share is that of the emission.
    width : float or None
        Of its bar, percent; None for no bar.
    total : bool
        Whether it is a sum of the others.
    """

    name: str
    amount: str
    share: str
    width: float | None = None
    total: bool = False


@dataclass(frozen=True)
class MassBalanceTable:
    """Accounts that add up, and how well they do: title, unit of the amounts, rows, note below."""

    title: str
    unit: str
    lines: Sequence[MassBalanceRow]
    note: str


@dataclass(frozen=True)
class Texts:
    """Warnings of a step; `more` says how many are not listed."""

    title: str
    texts: Sequence[str]
    more: str = ""


@dataclass(frozen=True)
class Command:
    """A step as a command line, and a note about it."""

    title: str
    text: str
    note: str = ""


@dataclass
class Section:
    """A part of the page.

    Attributes
    ----------
    key : str
        Its address in the page.
    title : str
    notes : list of str
    cards : sequence of Card
    accounts : sequence of MassBalanceTable
    maps : list of Map
    charts : list of list of (str, object)
        Rows of label and figure, side by side where the window is wide.
    tables : list of ReportTable
    warnings : sequence of Texts
    commands : sequence of Command
    """

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
        contents: tuple[Sequence[Any], ...] = (
            self.cards,
            self.accounts,
            self.maps,
            self.charts,
            self.tables,
            self.warnings,
            self.commands,
        )
        return not any(contents)


@dataclass(frozen=True)
class Page:
    """All of a report.

    Attributes
    ----------
    title, subtitle : str
    sections : sequence of Section
        Those that hold something are written.
    language : str
        As HTML names it.
    words : mapping of str to str
        account, of_emission, legend_of.
    footer : sequence of str
    """

    title: str
    subtitle: str
    sections: Sequence[Section]
    language: str
    words: Words
    footer: Sequence[str] = ()


def write_report(path: str, page: Page) -> None:
    """Write a report.

    Parameters
    ----------
    path : str
        The file to be written, in UTF-8.
    page : Page

    Raises
    ------
    ParameterError
        plotly or jinja2 is missing.
    """
    require_packages()
    sections = [section for section in page.sections if not section.is_empty]
    fill_template(
        path,
        "report.html",
        any(section.charts for section in sections),
        title=page.title,
        subtitle=page.subtitle,
        language=page.language,
        words=page.words,
        footer=page.footer,
        sections=[_template_section(section) for section in sections],
    )


def _template_section(section: Section) -> dict[str, Any]:
    """A section as the template takes it."""
    return {
        **vars(section),
        "maps": [{**vars(one), "picture": _base64(one.picture), "legend": _base64(one.legend)} for one in section.maps],
        "charts": [[{"label": label, "html": figure_html(figure)} for label, figure in row] for row in section.charts],
    }


def _base64(image: bytes) -> str:
    return base64.b64encode(image).decode("ascii")
