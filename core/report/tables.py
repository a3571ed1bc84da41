"""Tables and accounts of a report as texts: titles with units, one unit for all tonnes, a row for the others.

Columns that have no word of their own keep their name: `coal_t` of a user's own coefficient table is "coal".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..charts.elements.labels import Words
from ..raster.grid import KM2_PER_HA
from ..tables.columns import INTEGER_COLUMNS, PURE, TEXT_COLUMNS, column, is_amount
from ..tables.number_format import MassUnit, fixed, number, percent
from ..tables.summary import MOST_ROWS, as_table, finite_numbers, join_rows, largest, number_list, total, with_row
from .figures import EmissionFate
from .page import MassBalanceRow, MassBalanceTable, ReportColumn, ReportTable

if TYPE_CHECKING:
    import pandas

    from ..tables.summary import Rows

AREA, AREA_UNIT = "area_ha", "km²"
# What QGIS adds to a layer's own columns.
NOT_SHOWN = ("fid", "geometry")
# Rows of the origin-destination table that a page holds.
MOST_FLOWS = 40
FLOW_COLUMNS = ["from_zone", "to_zone", "flow_t"]


def zone_grid(rows: Rows, title: str, order: str, words: Words, key: str = "zone") -> ReportTable:
    """Return a table by zone, the largest first, the others and the sum of all below.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
    title : str
        Plain text.
    order : str
        The column that orders the rows.
    words : mapping of str to str
        column_<name>, source:<name>, unit:<name>, unit_c and the words of `MassUnit`; others_row (with {count}),
        all_zones, others_note (with {shown}, {count}).
    key : str
        The column of names.

    Returns
    -------
    ReportTable
    """
    table = _shown_columns(rows)
    shown = largest(table, order, lambda count: words["others_row"].format(count=f"{count:,}"), key=key)
    has_sum = len(table) > 1 and any(column(name).adds_up for name in table.columns)
    if has_sum:
        shown = with_row(shown, {**join_rows(table), key: words["all_zones"]})
    note = ""
    if len(table) > MOST_ROWS + 1:
        note = words["others_note"].format(shown=MOST_ROWS, count=f"{len(table):,}")
    # A table of another kind, by class say, has no column for the names of the last rows.
    return _as_texts(shown[list(table.columns)], title, note, words, has_sum)


def plain_grid(rows: Rows, title: str, words: Words, most: int = MOST_ROWS) -> ReportTable:
    """Return a table as it is, its first rows.

    Parameters
    ----------
    rows, title, words
        As in `zone_grid`; first_rows (with {shown}, {count}).
    most : int
        Rows that are shown.

    Returns
    -------
    ReportTable
    """
    table = _shown_columns(rows)
    note = "" if len(table) <= most else words["first_rows"].format(shown=most, count=f"{len(table):,}")
    return _as_texts(table.iloc[:most], title, note, words, False)


def flow_grid(rows: Rows, title: str, words: Words) -> ReportTable:
    """Return the largest flows that leave their zone; those that stay are added up in the note.

    Parameters
    ----------
    rows, title, words
        As in `zone_grid`, rows with from_zone, to_zone, flow_t; flows_home (with {amount}), flows_others (with
        {count}, {amount}), unit_c_year.

    Returns
    -------
    ReportTable
    """
    table = as_table(rows)[FLOW_COLUMNS]
    at_home = table["from_zone"] == table["to_zone"]
    away = table[~at_home]
    order = (-finite_numbers(away, "flow_t").fillna(0.0)).to_numpy().argsort(kind="stable")
    away = away.iloc[order]
    home, hidden = total(table[at_home], "flow_t") or 0.0, away.iloc[MOST_FLOWS:]
    unit = MassUnit.of([home], words)
    unit_text = f"{words[unit.word]} {words['unit_c_year']}"
    notes = [words["flows_home"].format(amount=f"{unit.text(home)} {unit_text}")]
    if len(hidden):
        amount = unit.text(total(hidden, "flow_t") or 0.0)
        notes.append(words["flows_others"].format(count=f"{len(hidden):,}", amount=f"{amount} {unit_text}"))
    return _as_texts(away.iloc[:MOST_FLOWS], title, " ".join(notes), words, False)


def _shown_columns(rows: Rows) -> pandas.DataFrame:
    table = as_table(rows)
    return table[[name for name in table.columns if name not in NOT_SHOWN]]


def _as_texts(table: pandas.DataFrame, title: str, note: str, words: Words, last_is_sum: bool) -> ReportTable:
    """Return a table as a page shows it."""
    names = list(table.columns)
    # The sum alone would make small amounts unreadable: the unit is that of the largest row.
    rows = table.iloc[:-1] if last_is_sum else table
    unit = MassUnit.of([value for name in names if is_amount(name) for value in number_list(rows, name)], words)
    mass = f"{words[unit.word]} {words['unit_c']}"
    columns = [
        ReportColumn(
            _title(name, words),
            mass if is_amount(name) else words.get(f"unit:{name}", _unit(name)),
            name not in TEXT_COLUMNS,
        )
        for name in names
    ]
    cells = [_cells(table, name, unit) for name in names]
    return ReportTable(title, columns, [list(row) for row in zip(*cells)], note, last_is_sum=last_is_sum)


def _title(name: str, words: Words) -> str:
    plain = column(name).title or name
    return words.get(f"column_{name}") or words.get(f"source:{plain}") or plain


def _unit(name: str) -> str:
    """Return the unit as a page writes it: areas in km², nothing for a pure number."""
    unit = column(name).unit
    return AREA_UNIT if name == AREA else "" if unit == PURE else unit


def _cells(table: pandas.DataFrame, name: str, unit: MassUnit) -> list[str]:
    """Return the texts of a column."""
    if name in TEXT_COLUMNS:
        return ["" if value is None or value != value else str(value) for value in table[name]]
    values = number_list(table, name)
    if is_amount(name):
        return [unit.text(value) for value in values]
    if name in INTEGER_COLUMNS:
        return [fixed(value, 0) for value in values]
    return [number(value * KM2_PER_HA if name == AREA and value is not None else value) for value in values]


def mass_balance_table(fate: EmissionFate, title: str, words: Words) -> MassBalanceTable:
    """Return the accounts as rows that add up.

    Parameters
    ----------
    fate : EmissionFate
    title : str
        Plain text.
    words : mapping of str to str
        account_<key>, account_emission, account_sum, account_note (with {difference}), account_reported (with
        {error}), account_zero (with {accounts}), unit_c_year and the words of `MassUnit`.

    Returns
    -------
    MassBalanceTable
    """
    unit = MassUnit.of([fate.emission], words)
    whole = fate.emission or 1.0

    def row(key: str, amount: float, width: float | None, is_total: bool = False) -> MassBalanceRow:
        # Enough digits to see that the rows add up.
        text = fixed(amount / unit.divisor, 3)
        return MassBalanceRow(words[f"account_{key}"], text, percent(amount / whole), width, is_total)

    lines = [
        row(key, amount, max(0.0, 100 * amount / whole))
        for key, amount in fate.parts.items()
        if amount or key in ("ABSORBED_HOME_T", "absorbed_home_t")
    ]
    lines.append(row("sum", fate.accounted, None, True))
    emission = row("emission", fate.emission, None, True)
    lines.append(MassBalanceRow(emission.name, emission.amount, percent(1.0), None, True))
    note = words["account_note"].format(difference=number(abs(fate.difference), 2))
    if fate.reported is not None:
        note += " " + words["account_reported"].format(error=number(fate.reported, 2))
    zero = [words[f"account_{key}"] for key, amount in fate.parts.items() if not amount]
    if zero:
        note += " " + words["account_zero"].format(accounts=", ".join(zero))
    return MassBalanceTable(title, f"{words[unit.word]} {words['unit_c_year']}", lines, note)
