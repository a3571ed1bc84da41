"""Sheets of spreadsheets, cell by cell, through GDAL's drivers: no row is taken for a header, each cell is a text.

The layer that QGIS shows of a sheet has guessed its header and its types: a title above the header becomes the columns'
names. Rows count from 1, as a spreadsheet shows them, also those without a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osgeo import gdal

from ..errors import ReadError, TableError
from .cells import clean
from .header import Needed, find_layout
from .messages import SHEET_MISSING, SPREADSHEET_BROKEN, SPREADSHEET_DRIVER, TABLE_EMPTY

SPREADSHEET_DRIVERS = {".xlsx": "XLSX", ".xlsm": "XLSX", ".ods": "ODS", ".xls": "XLS"}
# A number of a sheet whose driver writes sixteen decimals, as GDAL's of ODS does.
IDLE_DECIMALS = re.compile(r"([+-]?\d+)\.0{9,}")


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet.

    Attributes
    ----------
    label : str
        What messages call it: the file, and the sheet where there are several with rows.
    rows : list of list of str
        Cells of each row from line 1 on.
    told : tuple of str
        What a log should say of the choice.
    doubts : tuple of str
        What a warning should: other sheets may be meant as well.
    """

    label: str
    rows: list[list[str]]
    told: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def is_spreadsheet(path: str) -> bool:
    """Return True for a file whose ending is that of a spreadsheet.

    Parameters
    ----------
    path : str
        The file.

    Returns
    -------
    bool
    """
    return Path(path).suffix.lower() in SPREADSHEET_DRIVERS


def read_sheet(path: str, name: str, needed: Needed, sheet: str = "") -> Sheet:
    """Read one sheet.

    Parameters
    ----------
    path : str
        The file.
    name : str
        What messages call it.
    needed : Needed
        The columns of its header.
    sheet : str
        Which sheet; by default the first with the columns needed, else the first with rows.

    Returns
    -------
    Sheet

    Raises
    ------
    ReadError
        When the file cannot be read, or GDAL lacks the driver.
    TableError
        When no sheet, or not the one named, has a row.
    """
    driver = SPREADSHEET_DRIVERS[Path(path).suffix.lower()]
    if gdal.GetDriverByName(driver) is None:
        raise ReadError(SPREADSHEET_DRIVER, table=name, format=driver)
    sheets = _read_sheets(path, name, driver)
    if sheet:
        if sheet not in sheets:
            raise TableError(SHEET_MISSING, table=name, sheet=sheet, sheets=", ".join(sheets))
        return Sheet(f"{name} ({sheet})" if len(sheets) > 1 else name, sheets[sheet])
    filled = {title: rows for title, rows in sheets.items() if any(any(row) for row in rows)}
    if not filled:
        raise TableError(TABLE_EMPTY, table=name)
    fitting = [title for title, rows in filled.items() if needed.given and find_layout(rows, needed).complete]
    chosen = next(iter(fitting or filled))
    if len(filled) == 1:
        return Sheet(name, filled[chosen])
    others = ", ".join(title for title in filled if title != chosen)
    told = f"Table {name} has several sheets: {chosen} is read, {others} are not."
    if len(fitting) < 2:
        return Sheet(f"{name} ({chosen})", filled[chosen], (told,))
    doubt = (
        f"{told} But {', '.join(fitting[1:])} have the columns needed, too: another one is chosen by a path that ends "
        f"in {name}|layername={fitting[1]}, or by its layer."
    )
    return Sheet(f"{name} ({chosen})", filled[chosen], (), (doubt,))


def _read_sheets(path: str, name: str, driver: str) -> dict[str, list[list[str]]]:
    options = {f"OGR_{driver}_HEADERS": "DISABLE", f"OGR_{driver}_FIELD_TYPES": "STRING"}
    try:
        with _options(options):
            dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY, allowed_drivers=[driver])
            if dataset is None:
                raise ReadError(SPREADSHEET_BROKEN, table=name, reason=gdal.GetLastErrorMsg() or driver)
            return {
                layer.GetName(): sheet_rows(layer) for layer in map(dataset.GetLayer, range(dataset.GetLayerCount()))
            }
    except RuntimeError as error:
        raise ReadError(SPREADSHEET_BROKEN, table=name, reason=str(error)) from error


def sheet_rows(layer: Iterable[Any]) -> list[list[str]]:
    """Return the cells of a sheet; a feature's number is its line, and lines without a cell may have no feature.

    Parameters
    ----------
    layer : iterable of ogr.Feature
        A layer that was opened without a header and without types.

    Returns
    -------
    list of list of str
        From line 1 on.
    """
    rows: list[list[str]] = []
    for feature in layer:
        rows.extend([] for _ in range(len(rows) + 1, feature.GetFID()))
        cells = [
            feature.GetFieldAsString(field) if feature.IsFieldSetAndNotNull(field) else ""
            for field in range(feature.GetFieldCount())
        ]
        rows.append([IDLE_DECIMALS.sub(r"\1", clean(cell)) for cell in cells])
    return rows


@contextmanager
def _options(options: dict[str, str]) -> Iterator[None]:
    """Set GDAL's options: for this thread, or for all before GDAL 3.5."""
    get = getattr(gdal, "GetThreadLocalConfigOption", gdal.GetConfigOption)
    put = getattr(gdal, "SetThreadLocalConfigOption", gdal.SetConfigOption)
    before = {key: get(key) for key in options}
    try:
        for key, value in options.items():
            put(key, value)
        yield
    finally:
        for key, value in before.items():
            put(key, value)
