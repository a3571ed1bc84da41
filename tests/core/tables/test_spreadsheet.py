"""Sheets of XLSX and ODS files, as offices publish them; XLS needs a file that GDAL cannot write."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.errors import ReadError, TableError
from carbon_service_flow.core.tables.header import Needed
from carbon_service_flow.core.tables.read import number_column, read_table, text_column
from carbon_service_flow.core.tables.spreadsheet import is_spreadsheet, read_sheet, sheet_rows
from osgeo import gdal, ogr

FORMATS = {"xlsx": "XLSX", "ods": "ODS"}
NEEDED = Needed(("地区",), ("coal",))
YEARBOOK = [
    ["能源统计年鉴", "", ""],
    ["", "", ""],
    ["地区", "coal", "oil"],
    ["", "万吨", "万吨"],
    ["甲省", 1000.5, "1,234.5①"],
    ["乙省", 2000, "—"],
    ["注：不含外省", "", ""],
]


def write_sheets(path, **sheets) -> str:
    """Write sheets of rows; a cell is a number or a text."""
    driver = FORMATS[path.suffix[1:]]
    if gdal.GetDriverByName(driver) is None:
        pytest.skip(f"this GDAL has no driver {driver}")
    dataset = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    for name, rows in sheets.items():
        layer = dataset.CreateLayer(name)
        # The driver writes names of fields into the first row.
        for column, cell in enumerate(rows[0]):
            numbers = any(isinstance(row[column], (int, float)) for row in rows)
            texts = any(isinstance(row[column], str) and row[column] for row in rows[1:])
            layer.CreateField(
                ogr.FieldDefn(str(cell) or f"_{column}", ogr.OFTReal if numbers and not texts else ogr.OFTString)
            )
        for row in rows[1:]:
            feature = ogr.Feature(layer.GetLayerDefn())
            for column, cell in enumerate(row):
                if cell != "":
                    feature.SetField(column, cell)
            layer.CreateFeature(feature)
    dataset = None
    return str(path)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_yearbooks_sheet(tmp_path, ending) -> None:
    table = read_table(write_sheets(tmp_path / f"年鉴.{ending}", Sheet1=YEARBOOK), NEEDED)
    assert list(table.index) == [5, 6]
    assert text_column(table, "地区") == ["甲省", "乙省"]
    assert number_column(table, "coal").tolist() == [1000.5, 2000]
    assert number_column(table, "oil", empty=0.0).tolist() == [1234.5, 0]
    told = "\n".join(table.attrs["told"])
    for words in (
        "header of table 年鉴",
        "is line 3",
        "能源统计年鉴",
        "line 4 left out as units",
        "line 7 left out as notes",
    ):
        assert words in told


@pytest.mark.parametrize("ending", FORMATS)
def test_the_first_sheet_with_the_columns_is_read_and_told(tmp_path, ending) -> None:
    cover = [["Contents", "page"], ["energy", "2"]]
    path = write_sheets(tmp_path / f"two.{ending}", Cover=cover, Energy=YEARBOOK, Again=YEARBOOK)
    table = read_table(path, NEEDED)
    assert table.attrs["name"] == f"two.{ending} (Energy)"
    # Which of two that fit is meant cannot be known: a doubt, not a line of the log.
    assert "Energy is read, Cover, Again are not. But Again have the columns needed, too" in table.attrs["doubts"][0]
    assert f"two.{ending}|layername=Again" in table.attrs["doubts"][0]
    one = read_table(write_sheets(tmp_path / f"one.{ending}", Cover=cover, Energy=YEARBOOK), NEEDED)
    assert (one.attrs["doubts"], one.attrs["told"][0][-36:]) == ((), "sheets: Energy is read, Cover are not."[-36:])
    assert read_table(path, NEEDED, "Again").attrs["name"] == f"two.{ending} (Again)"
    assert list(read_table(path).columns) == ["Contents", "page"]
    with pytest.raises(TableError, match=r"has no sheet Energie\. Its sheets are: Cover, Energy, Again"):
        read_table(path, NEEDED, "Energie")


def test_what_is_no_spreadsheet(tmp_path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK no zip")
    with pytest.raises(ReadError, match=r"broken\.xlsx cannot be read as a spreadsheet"):
        read_sheet(str(path), path.name, NEEDED)
    assert is_spreadsheet("a/B.XLSX")
    assert is_spreadsheet("b.xls")
    assert not is_spreadsheet("b.csv")


def test_a_driver_that_is_missing_is_named(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(gdal, "GetDriverByName", lambda name: None)
    with pytest.raises(ReadError, match=r"a\.ods: this GDAL cannot read ODS files"):
        read_sheet(str(tmp_path / "a.ods"), "a.ods", NEEDED)


def test_an_empty_workbook(tmp_path) -> None:
    with pytest.raises(TableError, match="has no rows"):
        read_table(write_sheets(tmp_path / "a.xlsx", Sheet1=[["地区", "coal"]]), NEEDED)


def test_codes_and_texts_stay_as_they_are_seen(tmp_path) -> None:
    """A whole number has no decimals, a text that looks like a formula is no formula, options of GDAL are put back."""
    path = write_sheets(tmp_path / "a.ods", S=[["code", "name"], [11, "=1+1"], [0.1 + 0.2, "007"]])
    table = read_table(path)
    assert text_column(table, "code")[0] == "11"
    assert abs(number_column(table, "code")[1] - 0.3) < 1e-15
    assert text_column(table, "name") == ["=1+1", "007"]
    assert gdal.GetConfigOption("OGR_ODS_HEADERS") is None


def test_options_of_an_old_gdal_are_put_back_as_well(tmp_path, monkeypatch) -> None:
    """Before 3.5 its Python side sets options for all threads only."""
    path = write_sheets(tmp_path / "a.xlsx", S=YEARBOOK)
    for name in ("GetThreadLocalConfigOption", "SetThreadLocalConfigOption"):
        monkeypatch.delattr(gdal, name, raising=False)
    assert number_column(read_table(path, NEEDED), "coal").tolist() == [1000.5, 2000]
    assert gdal.GetConfigOption("OGR_XLSX_HEADERS") is None


class SheetFeature:
    """A row of a sheet, as GDAL gives it."""

    def __init__(self, line: int, *cells: str) -> None:
        self.line, self.cells = line, cells

    def GetFID(self) -> int:
        return self.line

    def GetFieldCount(self) -> int:
        return len(self.cells)

    def IsFieldSetAndNotNull(self, place: int) -> bool:
        return bool(self.cells[place])

    def GetFieldAsString(self, place: int) -> str:
        return self.cells[place]


def test_lines_without_a_feature_count() -> None:
    """Drivers may leave out rows without a cell: line 1, and 3 and 4."""
    assert sheet_rows([SheetFeature(2, "a", ""), SheetFeature(5, "b", "1.0000000000")]) == [
        [],
        ["a", ""],
        [],
        [],
        ["b", "1"],
    ]
