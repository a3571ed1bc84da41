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
    with pytest.raises(TableError, match="two columns named a "):
        make_table("t", ["a", "A"], [[1, 2]])


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
    assert plain.attrs == frame.attrs == {"name": path.name}
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
from carbon_service_flow.core.accounts.emission_factors import read_coefficients
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
