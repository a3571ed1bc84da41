"""Tables as DataFrames: text cells indexed by line, columns found in any case, errors that name what is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import carbon_service_flow
import numpy as np
import pandas
import pytest
from carbon_service_flow.core.errors import ParameterError, ReadError, TableError
from carbon_service_flow.core.tables import read as module
from carbon_service_flow.core.tables.cells import clean
from carbon_service_flow.core.tables.read import (
    TABLES,
    Needed,
    PlainTable,
    find_column,
    make_table,
    number_column,
    optional_text_column,
    read_shipped,
    read_table,
    require_columns,
    require_pandas,
    text_column,
)
from hypothesis import given
from hypothesis import strategies as st
from support.common import laws


def write(folder, text: str, encoding: str = "utf-8", name: str = "统计 2015.csv") -> str:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_a_csv_file_as_a_dataframe(tmp_path) -> None:
    """The header is line 1; the cell of two lines counts once, the empty line counts and is left out."""
    table = read_table(write(tmp_path, 'Zone,pigs\n"a\nb",NA\n\n007,"4,796"\n', "gb18030"))
    assert isinstance(table, pandas.DataFrame)
    assert list(table.columns) == ["Zone", "pigs"]
    assert list(table.index) == [2, 4]
    assert table.to_numpy().tolist() == [["a\nb", "NA"], ["007", "4,796"]]
    assert table.attrs["name"] == "统计 2015.csv"


def test_cells_above_the_header_and_lines(tmp_path) -> None:
    table = read_table(write(tmp_path, "\n\nzone,pigs\na,1\nb,x\n"))
    assert list(table.index) == [4, 5]
    with pytest.raises(TableError, match="line 5, column pigs"):
        number_column(table, "pigs")


raw_cell = st.one_of(st.none(), st.integers(), st.text(max_size=3))


@laws
@given(
    st.lists(st.tuples(raw_cell, raw_cell), min_size=1, max_size=6).filter(lambda rows: any(map(clean, sum(rows, ())))),
    st.integers(2, 9),
)
def test_every_cell_stands_in_its_line(rows, first_line) -> None:
    table = make_table("t", ["a", "b"], rows, first_line)
    wanted = {
        line: [clean(cell) for cell in row]
        for line, row in enumerate(rows, start=first_line)
        if any(clean(cell) for cell in row)
    }
    assert dict(zip(table.index, table.to_numpy().tolist())) == wanted
    for position, column in enumerate(("a", "b")):
        assert text_column(table, column) == [cells[position] for cells in wanted.values()]


def test_a_cell_that_is_no_number_is_named_with_file_line_and_column(tmp_path) -> None:
    """The header is line 1 and the empty line counts: "about 5" is in line 4, as a spreadsheet shows it."""
    path = write(tmp_path, "zone,pigs\na,1\n\nb,about 5\n")
    with pytest.raises(TableError, match=r'统计 2015\.csv, line 4, column pigs: "about 5" is not a number'):
        number_column(read_table(path), "pigs")


def test_an_empty_cell_is_an_error_or_what_the_caller_says(tmp_path) -> None:
    table = read_table(write(tmp_path, "zone,pigs\na,1\nb,\nc,2\n"))
    with pytest.raises(TableError, match="line 3, column pigs: the cell is empty"):
        number_column(table, "pigs")
    np.testing.assert_array_equal(number_column(table, "pigs", empty=np.nan), [1, np.nan, 2])


def test_rows_without_a_cell_are_left_out_but_counted() -> None:
    table = make_table("t", ["a"], [[1], [None], [float("nan")], ["　"], [2]])
    np.testing.assert_array_equal(number_column(table, "a"), [1, 2])
    assert list(table.index) == [2, 6]
    with pytest.raises(TableError, match="Table t has no rows"):
        make_table("t", ["a"], [[None], [""]])
    with pytest.raises(TableError, match="Table t has no rows"):
        make_table("t", ["a"], [])


def test_missing_column_hints_at_the_closest() -> None:
    table = make_table("pools.csv", ["lucode", "c_abve", "c_soil"], [[1, 2, 3]])
    for read in (require_columns, text_column, number_column):
        with pytest.raises(TableError, match=r"no column c_above \(c_abve\?\).*lucode, c_abve, c_soil"):
            read(table, "c_above")
    with pytest.raises(TableError, match=r"no column gdp\. "):
        require_columns(table, "c_soil", "gdp", "c_above")
    require_columns(table, "C_SOIL", "lucode")


def test_columns_are_found_in_any_case_and_width() -> None:
    table = make_table("t", [" LUcode ", "Ｃ_Soil"], [["1", "2"]])
    assert (find_column(table, "lucode"), find_column(table, " c_SOIL"), find_column(table, "c")) == (
        "LUcode",
        "C_Soil",
        None,
    )
    assert number_column(table, "lucode").tolist() == [1]
    assert number_column(table, "c_SOIL").tolist() == [2]
    twice = make_table("t", ["a", "A", "b"], [[1, 2, 3]])
    assert number_column(twice, "b").tolist() == [3]
    with pytest.raises(TableError, match="two columns named a "):
        number_column(twice, "a")


def test_columns_without_a_name() -> None:
    """A spreadsheet's may be many: the first is what "" means."""
    table = make_table("t", ["", "a", None], [["x", 1, "y"]])
    assert text_column(table, "") == ["x"]
    assert list(table.columns) == ["", "a", ""]


def test_shorter_rows_end_in_empty_cells() -> None:
    table = make_table("t", ["a", "b"], [["1"], ["2", "3"]])
    assert text_column(table, "b") == ["", "3"]
    assert optional_text_column(table, "B") == ["", "3"]
    assert optional_text_column(table, "missing") == ["", ""]


def test_a_missing_file_is_a_read_error(tmp_path) -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        read_table(str(tmp_path / "no.csv"))


@pytest.mark.parametrize("path", sorted(TABLES.glob("*.csv")), ids=lambda path: path.name)
def test_a_shipped_table_answers_as_its_dataframe_does(path) -> None:
    plain, frame = read_shipped(path.name), read_table(str(path))
    assert plain.attrs["name"] == frame.attrs["name"] == path.name
    assert list(plain.columns) == list(frame.columns)
    assert list(plain.index) == list(frame.index)
    assert len(plain) == len(frame) > 0
    for column in plain.columns:
        assert text_column(plain, column.upper()) == text_column(frame, column) == frame[column].tolist()


def test_a_plain_table_of_a_header_alone_can_be_asked_for_columns() -> None:
    header = PlainTable("stations", ["Station", "f_n"])
    require_columns(header, "station", "F_N")
    with pytest.raises(TableError, match="Table stations has no column f_ne"):
        require_columns(header, "f_ne")
    assert len(header) == 0


def test_without_pandas_tables_say_how_to_get_it(tmp_path, monkeypatch) -> None:
    require_pandas()
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    for call in (require_pandas, lambda: read_table(write(tmp_path, "a\n1\n")), lambda: make_table("t", ["a"], [[1]])):
        with pytest.raises(ParameterError, match=r"pandas.*OSGeo4W.*apt install python3-pandas.*conda install pandas"):
            call()
    assert len(read_shipped("pools_study.csv")) == 6


WITHOUT = """
import sys
sys.path.insert(0, sys.argv[1])
from carbon_service_flow.core.accounts.yearbook.coefficient_tables import read_coefficients
from carbon_service_flow.core.accounts.soil_respiration import RespirationBasis, SoilRespiration
from carbon_service_flow.core.accounts.landuse_codes import Scheme
from carbon_service_flow.core.accounts.class_densities import ClassDensities
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.tables.read import read_shipped
for scheme in list(Scheme)[:-1]:
    ClassDensities.build(scheme, None)
    SoilRespiration.build(scheme, None, RespirationBasis.AS_CARBON, Progress())
read_coefficients(read_shipped("coefficients_paper.csv"))
print("pandas" in sys.modules)
"""


def test_shipped_tables_are_read_without_importing_pandas() -> None:
    staged = Path(carbon_service_flow.__file__).parent.parent
    command = [sys.executable, "-c", WITHOUT, str(staged)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.stdout.strip() == "False", run.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no rows"),
        ("  \n \n", "has no rows"),
        (",,\n", "has no rows"),
        ("a,b\n,\n", "has no rows"),
        ("\na,b\n1,2\n\n3,4,5\n", "is not a regular CSV file: line 5 has 3 cells, the header has 2"),
        # A thousands comma without quotation marks makes one cell more.
        ("zone,pigs\na,1,234.5\n", "line 2 has 3 cells"),
    ],
)
def test_files_that_are_no_table(tmp_path, text, message) -> None:
    with pytest.raises(TableError, match=message) as caught:
        read_table(write(tmp_path, text))
    assert "统计 2015.csv" in str(caught.value)


def test_empty_cells_beyond_the_header_are_none(tmp_path) -> None:
    assert read_table(write(tmp_path, "a,b\n1,2,,\n3\n")).to_numpy().tolist() == [["1", "2"], ["3", ""]]


def test_a_yearbook_in_gb18030(tmp_path) -> None:
    """What stands around the data is left out, and said with its lines."""
    text = (
        "数据库：分省年度数据\n指标：煤炭消费量\n时间：2015年\n\n地区,coal\n,万吨\n北京市,1165.18\n天津市,－\n"
        "数据来源：国家统计局\n"
    )
    table = read_table(write(tmp_path, text, "gb18030"), Needed(("地区",), ("coal",)))
    assert list(table.index) == [7, 8]
    np.testing.assert_array_equal(number_column(table, "coal", empty=np.nan), [1165.18, np.nan])
    assert table.attrs["told"] == (
        "Table 统计 2015.csv is read as GB18030.",
        'The header of table 统计 2015.csv is line 5; lines 1, 2, 3 above it left out: "数据库:分省年度数据"; '
        '"指标:煤炭消费量"; "时间:2015年".',
        'Table 统计 2015.csv: line 6 left out as units beneath the header: "万吨".',
        'Table 统计 2015.csv: line 9 left out as notes after the data: "数据来源:国家统计局".',
    )


def test_a_title_alone_where_a_header_is_needed_says_what_was_looked_for(tmp_path) -> None:
    with pytest.raises(TableError, match=r"none of its first 20 rows is a header with .*lucode, c_soil.*holds: Pools"):
        read_table(write(tmp_path, "Pools\nlucode,soil\n1,2\n"), Needed(("lucode", "c_soil")))
    # A header that lacks a column is read, so that the error can name the closest.
    table = read_table(write(tmp_path, "lucode,csoil\n1,2\n"), Needed(("lucode", "c_soil")))
    with pytest.raises(TableError, match=r"no column c_soil \(csoil\?\)"):
        number_column(table, "c_soil")


def test_the_header_of_a_layer_may_stand_among_its_rows() -> None:
    rows = [["", ""], ["zone", "coal"], ["", "t"], ["a", "1"]]
    table = make_table("layer", ["Yearbook", "field_2"], rows, needed=Needed(("zone", "coal")))
    assert list(table.columns) == ["zone", "coal"]
    assert list(table.index) == [5]
    assert "is line 3; line 1 above it" in table.attrs["told"][0]


def test_a_header_of_two_rows_is_told(tmp_path) -> None:
    text = "Yearbook\nzone,energy,\n,coal,oil\n,t,t\na,1,2\n"
    table = read_table(write(tmp_path, text), Needed(("zone",), ("oil",)))
    assert list(table.columns) == ["zone", "coal", "oil"]
    assert list(table.index) == [5]
    assert "is in lines 2, 3, one above the other: zone, coal, oil" in table.attrs["told"][0]
