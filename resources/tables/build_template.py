"""Write statistics_template.xlsx and statistics_template.csv beside this file, from the coefficient tables.

    python3 resources/tables/build_template.py         # needs GDAL with its XLSX driver

The first sheet is the table to fill in: a row per zone, the columns of the set of China's provincial guideline, and a
row of units, which the plugin leaves out. The second lists every column that any of the shipped sets counts, with its
unit and source. The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

from osgeo import gdal, ogr

HERE = Path(__file__).resolve().parent
TABLES = ("coefficients_china.csv", "coefficients_paper.csv", "coefficients_ipcc2006.csv")
SETS = ("2 China, provincial guideline", "0 As Chinese papers use", "1 IPCC 2006")
# What stands in the sheet to fill in: zone, year, and the sources of the first table but those that exclude each other.
FIRST = (("zone", ""), ("year", ""), ("gdp", "10^4 yuan"))
LEFT_OUT = ("electricity_grid_1e4kwh", "cement")
HEAD = ("column", "unit", "sets", "group", "carbon of one unit", "mass of", "where it is put", "source")
# The earliest time that a zip file can hold.
EPOCH = (1980, 1, 1, 0, 0, 0)


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a coefficient table."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns_counted() -> list[tuple[str, ...]]:
    """Return a row per column and coefficient: sets that agree share a row."""
    found: dict[tuple[str, ...], list[str]] = {}
    for words, name in zip(SETS, TABLES):
        for row in rows_of(name):
            key = tuple(row[field] for field in ("source", "per", "group", "coefficient", "carbon_unit", "proxy"))
            found.setdefault((*key, row["reference"]), []).append(words)
    return [(key[0], key[1], "; ".join(sets), *key[2:]) for key, sets in found.items()]


def columns_to_fill() -> list[tuple[str, str]]:
    """Return name and unit of the columns of the sheet to fill in."""
    return [*FIRST, *((row["source"], row["per"]) for row in rows_of(TABLES[0]) if row["source"] not in LEFT_OUT)]


def write_workbook(path: Path) -> None:
    """Write both sheets, and the archive once more without times."""
    gdal.UseExceptions()
    temporary = path.with_suffix(".new.xlsx")
    book = ogr.GetDriverByName("XLSX").CreateDataSource(str(temporary))
    fill_in, units = zip(*columns_to_fill())
    for title, names, rows in (("statistics", fill_in, [units]), ("columns", HEAD, columns_counted())):
        sheet = book.CreateLayer(title)
        for name in names:
            sheet.CreateField(ogr.FieldDefn(name, ogr.OFTString))
        for row in rows:
            feature = ogr.Feature(sheet.GetLayerDefn())
            for index, cell in enumerate(row):
                feature.SetField(index, cell)
            sheet.CreateFeature(feature)
    sheet = book = None
    with zipfile.ZipFile(temporary) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    temporary.unlink()


def write_csv(path: Path) -> None:
    """Write the sheet to fill in alone."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(zip(*columns_to_fill()))


if __name__ == "__main__":
    write_workbook(HERE / "statistics_template.xlsx")
    write_csv(HERE / "statistics_template.csv")
