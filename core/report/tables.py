"""Tables and accounts of a report as texts: titles with units, one scale for all tonnes, the rest as "others".

Columns that have no word of their own keep their name: `coal_t` of a user's own coefficient table is "coal".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..raster.grid import KM2_PER_HA
from ..tables.number_format import NOTHING, Scale, number, percent
from ..tables.summary import MOST_ROWS, TEXT_COLUMNS, Row, is_sum, largest, summed
from .figures import EmissionFate
from .page import Column, MassBalanceRow, MassBalanceTable, ReportTable

Words = Mapping[str, str]
INTEGER_COLUMNS = ("rank", "code", "strata", "n")
UNITS = {
    "area_ha": "km²",
    "mean_t_ha": "t C/ha",
    "density_t_ha": "t C/ha",
    "emission_t_ha": "t C/ha",
    "sequestration_t_ha": "t C/ha",
    "difference_t_ha": "t C/ha",
    "flow_t_km2": "t C/km²",
    "share_percent": "%",
    "area_percent": "%",
}
# Rows of the origin-destination table that a page holds.
MOST_FLOWS = 40


def zone_grid(rows: Sequence[Row], title: str, order: str, words: Words, key: str = "zone") -> ReportTable:
    """Return a table by zone, the largest first, others and the sum of all below. `words`: column_<name>, units,
    others_row (with {count}), all_zones, others_note (with {shown}, {count}).
    """
    names = [name for name in rows[0] if name not in ("fid", "geometry")]
    shown = largest(rows, order, lambda count: words["others_row"].format(count=f"{count:,}"), MOST_ROWS, key)
    sums = len(rows) > 1 and any(is_sum(name) for name in names)
    if sums:
        shown = [*shown, summed(rows, words["all_zones"], key)]
    note = ""
    if len(rows) > MOST_ROWS + 1:
        note = words["others_note"].format(shown=MOST_ROWS, count=f"{len(rows):,}")
    return _grid(shown, names, title, note, words, sums)


def plain_grid(rows: Sequence[Row], title: str, words: Words, most: int = MOST_ROWS) -> ReportTable:
    """Return a table as it is, its first `most` rows."""
    names = [name for name in rows[0] if name not in ("fid", "geometry")]
    note = "" if len(rows) <= most else words["first_rows"].format(shown=most, count=f"{len(rows):,}")
    return _grid(rows[:most], names, title, note, words, False)


def flow_grid(rows: Sequence[Row], title: str, words: Words) -> ReportTable:
    """Return the largest flows that leave their zone; those that stay are added up in the note.

    `words`: flows_home (with {amount}), flows_others (with {count}, {amount}), and those of the others.
    """
    away = sorted((row for row in rows if row["from_zone"] != row["to_zone"]), key=lambda row: -(row["flow_t"] or 0.0))
    home = sum(row["flow_t"] or 0.0 for row in rows if row["from_zone"] == row["to_zone"])
    shown, hidden = away[:MOST_FLOWS], away[MOST_FLOWS:]
    scale = Scale.of([home])
    unit = f"{words[scale.word]} {words['unit_c_year']}"
    notes = [words["flows_home"].format(amount=f"{scale.text(home)} {unit}")]
    if hidden:
        rest = sum(row["flow_t"] or 0.0 for row in hidden)
        notes.append(words["flows_others"].format(count=f"{len(hidden):,}", amount=f"{scale.text(rest)} {unit}"))
    return _grid(shown, ["from_zone", "to_zone", "flow_t"], title, " ".join(notes), words, False)


def _grid(
    rows: Sequence[Row], names: Sequence[str], title: str, note: str, words: Words, last_is_sum: bool
) -> ReportTable:
    tonnes = [name for name in names if is_sum(name) and name != "area_ha"]
    scale = Scale.of(row.get(name) for row in rows for name in tonnes)
    columns = [
        Column(
            _title(name, words),
            f"{words[scale.word]} {words['unit_c']}"
            if name in tonnes
            else words.get(f"unit:{name}", UNITS.get(name, "")),
            name not in TEXT_COLUMNS,
        )
        for name in names
    ]
    texts = [[_cell(row.get(name), name, scale, name in tonnes) for name in names] for row in rows]
    return ReportTable(title, columns, texts, note, last_is_sum=last_is_sum)


def _title(name: str, words: Words) -> str:
    plain = name[:-2] if name.endswith("_t") else name
    return words.get(f"column_{name}") or words.get(f"source:{plain}") or plain


def _cell(value: object, name: str, scale: Scale, tonnes: bool) -> str:
    if name in TEXT_COLUMNS:
        return str(value or "")
    if value is None or not isinstance(value, (int, float)):
        return NOTHING
    if tonnes:
        return scale.text(value)
    if name in INTEGER_COLUMNS:
        return f"{value:,.0f}"
    return number(value * KM2_PER_HA if name == "area_ha" else value)


def mass_balance_table(found: EmissionFate, title: str, words: Words) -> MassBalanceTable:
    """Return the accounts as lines that add up. `words`: account_<key>, account_emission, account_sum,
    account_note (with {difference}), account_reported (with {error}).
    """
    scale = Scale.of([found.emission])
    whole = found.emission or 1.0
    lines = [
        MassBalanceRow(
            words[f"account_{key}"], _precise(amount, scale), percent(amount / whole), max(0.0, 100 * amount / whole)
        )
        for key, amount in found.parts.items()
        if amount or key in ("ABSORBED_HOME_T", "absorbed_home_t")
    ]
    lines.append(
        MassBalanceRow(
            words["account_sum"], _precise(found.accounted, scale), percent(found.accounted / whole), None, total=True
        )
    )
    lines.append(
        MassBalanceRow(words["account_emission"], _precise(found.emission, scale), percent(1.0), None, total=True)
    )
    note = words["account_note"].format(difference=number(abs(found.difference), 2))
    if found.reported is not None:
        note += " " + words["account_reported"].format(error=number(found.reported, 2))
    zero = [words[f"account_{key}"] for key, amount in found.parts.items() if not amount]
    if zero:
        note += " " + words["account_zero"].format(accounts=", ".join(zero))
    return MassBalanceTable(title, f"{words[scale.word]} {words['unit_c_year']}", lines, note)


def _precise(amount: float, scale: Scale) -> str:
    """Enough digits to see that the lines add up."""
    return f"{amount / scale.divisor:,.3f}".replace("-", "−")
