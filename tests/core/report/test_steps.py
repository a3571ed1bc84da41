"""Factors, warnings and command lines from the records of rasters."""

from __future__ import annotations

from carbon_service_flow.core.provenance.record import Factor, Step
from carbon_service_flow.core.report.page import Command
from carbon_service_flow.core.report.steps import (
    choice_words,
    command_line,
    factors_section,
    steps_section,
    warnings_section,
)
from support.report_words import HOSTILE, WORDS


def test_command_line_is_for_a_shell():
    text = command_line(["qgis_process", "run", "c:x", "--", "A=1", "B=my file's.tif", "C=$(rm -rf)", "D=数据.tif"])
    assert text.splitlines()[0] == "qgis_process run c:x -- \\"
    assert "'B=my file'\"'\"'s.tif'" in text
    assert "'C=$(rm -rf)'" in text


def run_of(**more) -> tuple[Step, dict[str, str]]:
    step = Step(
        "carbonflow:carbonstock",
        "9.8",
        "OUTPUT",
        {"LANDUSE": f"{HOSTILE}.tif"},
        {"SCHEME": HOSTILE},
        {},
        [Factor("density", HOSTILE, 215.92, "t C/ha", "Study, Table 2"), Factor("density", "x", 0.0123456, "t C/ha")],
        [f"Zone {HOSTILE}: nothing there."],
        **more,
    )
    return step, {"OUTPUT": "out/stock.tif"}


def test_factors_warnings_and_steps():
    found = factors_section([run_of(), run_of(factors_left_out=3)], WORDS)
    assert [list(row[:2]) for row in found.tables[0].rows] == [[HOSTILE, "215.92"], ["x", "0.012346"]]
    assert found.tables[0].note == "3 left out"
    found = warnings_section([run_of(warnings_left_out=7)], str.upper, WORDS)
    assert (found.warnings[0].title, found.warnings[0].more) == ("CARBONFLOW:CARBONSTOCK: stock.tif", "7 left out")
    found = steps_section([run_of()], Command("own", "text"), str, WORDS)
    assert found.commands[0].text.startswith("qgis_process run carbonflow:carbonstock")
    assert "OUTPUT=out/stock.tif" in found.commands[0].text
    assert found.commands[1].title == "own"


def test_steps_without_warnings_are_left_out():
    quiet = Step("carbonflow:studygrid", "1", "OUTPUT")
    assert warnings_section([(quiet, {}), run_of()], str, WORDS).warnings[0].title.startswith("carbonflow:carbonstock")
    assert len(warnings_section([(quiet, {})], str, WORDS).warnings) == 0


def test_factors_have_five_digits_until_thousands_are_separated():
    factors = [Factor("density", str(value), value, "t", "x") for value in (9999.94, 10000.4, -0.5, 123456.0, -2e5)]
    step = Step("carbonflow:carbonstock", "1", "OUTPUT", {}, {}, {}, factors)
    (table,) = factors_section([(step, {})], WORDS).tables
    assert [row[1] for row in table.rows] == ["9999.9", "10,000", "−0.5", "123,456", "−200,000"]
    assert [column.numeric for column in table.columns] == [False, True, False, False, False]
    assert table.note == ""


def test_choices_are_told_by_their_words():
    step = Step("carbonflow:carbonstock", "1", "OUTPUT", {}, {"SCHEME": "CNLUCC", "UNKNOWN": ""})
    assert choice_words(step) == ["SCHEME = CNLUCC"]


def test_ten_thousand_has_its_thousands_separated():
    step = Step("carbonflow:carbonstock", "1", "OUTPUT", {}, {}, {}, [Factor("density", "x", 1e4, "t", "x")])
    assert factors_section([(step, {})], WORDS).tables[0].rows[0][1] == "10,000"
