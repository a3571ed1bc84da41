"""Statistics as yearbooks print them, as QGIS runs them: years, the template, zones partly on the grid, shares."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from carbon_service_flow.algorithms.desktop import menu as menu_module
from carbon_service_flow.algorithms.desktop.menu import TEMPLATE, Menu
from carbon_service_flow.core.accounts.yearbook.coefficient_tables import COEFFICIENT_TABLES, read_coefficients
from carbon_service_flow.core.provenance.record import read_record
from carbon_service_flow.core.tables.read import read_shipped
from conftest import Recorder, algorithm
from qgis.core import QgsProcessingException
from qgis_world import CELL_HA, COLS, LEFT, ROWS, SIZE, TOP, ZONES, read_raster, rectangle, write_raster, write_zones


def write_csv(path, columns, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return str(path)


@pytest.fixture
def emission(run, tmp_path):
    """Run carbonemissions on grassland of two zones of 48 cells each, soil respiration 0; more parameters as given."""
    codes = np.full((ROWS, COLS), 31, dtype=np.uint8)
    codes[0, 0] = codes[4, 0] = 51
    landuse = write_raster(tmp_path / "landuse.tif", codes)
    soil = write_csv(
        tmp_path / "soil.csv", ["lucode", "respiration", "carbon_unit"], [[code, 0, "C"] for code in range(1, 7)]
    )
    zones = write_zones(tmp_path / "zones.gpkg")

    def go(statistics, algorithm="carbonemissions", output="OUTPUT", **more):
        parameters = {"LANDUSE": landuse, "SCHEME": 0, "RESPIRATION": soil, "ZONES": zones, "ZONE_FIELD": "name"}
        parameters.update(STATISTICS=str(statistics), COEFFICIENT_SET=2, **{output: str(tmp_path / "out.tif")}, **more)
        log = Recorder()
        return run(algorithm, feedback=log, **parameters), log

    return go


COAL_C = 0.5189078052


def test_the_rows_of_one_year(emission, tmp_path):
    rows = [
        ["2019年", ZONES[0], 1, 1],
        ["2019年", ZONES[1], 2, 2],
        ["2020-12-31", ZONES[0], 1000, 5],
        [2020, ZONES[1], 3000, 5],
    ]
    table = write_csv(tmp_path / "years.csv", ["年份", "地区", "coal_t", "gdp"], [*rows, [2021, ZONES[0], "n/a!", 1]])
    for tool, output in (("carbonemissions", "OUTPUT"), ("carbonaccount", "OUTPUT_RATIO")):
        results, log = emission(table, tool, output, STATISTICS_YEAR="2020")
        assert results["EMISSION_T"] == pytest.approx(4000 * COAL_C)
        assert not any("not counted" in text for text in log.warnings)
    results, _ = emission(table, STATISTICS_YEAR_FIELD="年份", STATISTICS_YEAR="2019")
    assert results["EMISSION_T"] == pytest.approx(3 * COAL_C)
    with pytest.raises(QgsProcessingException, match=r"STATISTICS_YEAR.*2019, 2020, 2021"):
        emission(table, STATISTICS_YEAR="2018")
    with pytest.raises(QgsProcessingException, match="STATISTICS_YEAR_FIELD and STATISTICS_YEAR"):
        emission(table)


def test_a_filled_template_runs(emission, tmp_path):
    """Its row of units stays; only what is filled in counts, without a warning of a column."""
    path = tmp_path / "filled.csv"
    shutil.copy(TEMPLATE.with_suffix(".csv"), path)
    with path.open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        for zone, coal in zip(ZONES, (100, 200)):
            row = {"zone": zone, "year": 2020, "coal_t": coal, "population": 1000}
            csv.writer(file).writerow([row.get(name, 0) for name in names])
    results, log = emission(path)
    assert results["EMISSION_T"] == pytest.approx(300 * COAL_C + 2000 * 0.079)
    assert not any("not counted" in text or "No fuel" in text for text in log.warnings)


def test_what_is_not_counted_stands_in_the_record(emission, tmp_path):
    table = write_csv(tmp_path / "s.csv", ["地区", "coal_t", "gas_t"], [[zone, 100, 7] for zone in ZONES])
    emission(table)
    record = read_record(str(tmp_path / "out.tif"))
    assert any("gas_t" in text and "set 1 (IPCC 2006" in text for text in record.warnings)
    with pytest.raises(QgsProcessingException, match=r"coal \(coal_t"):
        emission(write_csv(tmp_path / "f.csv", ["地区", "population", "coal"], [[zone, 100, 7] for zone in ZONES]))


def test_zones_partly_on_the_grid(emission, tmp_path):
    """The southern zone reaches 4 rows farther down: half of it is on the grid, and gets 100 of 200 t of coal."""
    right, low = LEFT + COLS * SIZE, TOP - ROWS * SIZE
    zones = write_zones(
        tmp_path / "long.gpkg",
        [
            (ZONES[0], rectangle(LEFT, TOP - 4 * SIZE, right, TOP)),
            (ZONES[1], rectangle(LEFT, low - 4 * SIZE, right, low + 4 * SIZE)),
        ],
    )
    table = write_csv(tmp_path / "s.csv", ["地区", "coal_t"], [[ZONES[0], 100], [ZONES[1], 200]])
    for tool, output in (("carbonemissions", "OUTPUT"), ("carbonaccount", "OUTPUT_RATIO")):
        whole, log = emission(table, tool, output, ZONES=zones)
        assert whole["EMISSION_T"] == pytest.approx(300 * COAL_C)
        assert any("50.00 %" in text and "PARTIAL_ZONES" in text for text in log.warnings)
        share, log = emission(table, tool, output, ZONES=zones, PARTIAL_ZONES=1)
        assert share["EMISSION_T"] == pytest.approx(200 * COAL_C)
        assert share["ALLOCATION_ERROR"] < 1e-9
        assert any("50.00 %" in text and "left out" in text for text in log.warnings)


def test_a_share_of_built_up_land(emission, tmp_path):
    """Shares 0.25 and 0.75 of two cells of the northern zone: a quarter and three quarters of its coal."""
    share = np.zeros((ROWS, COLS))
    share[1, 1], share[2, 2], share[5, 5] = 0.25, 0.75, 1
    table = write_csv(tmp_path / "s.csv", ["地区", "coal_t"], [[ZONES[0], 1000], [ZONES[1], 0]])
    raster = write_raster(tmp_path / "share.tif", share.astype("f4"))
    emission(table, BUILTUP=raster)
    values = read_raster(str(tmp_path / "out.tif"))
    assert values[1, 1] == pytest.approx(250 * COAL_C / CELL_HA)
    assert values[2, 2] == pytest.approx(750 * COAL_C / CELL_HA)
    assert values[0, 0] == 0
    per_cent = write_raster(tmp_path / "percent.tif", (share * 100).astype("f4"))
    with pytest.raises(QgsProcessingException, match=r"percent.* holds 100: .* divided by 100"):
        emission(table, BUILTUP=per_cent)
    small = write_raster(tmp_path / "small.tif", share[:4].astype("f4"))
    with pytest.raises(QgsProcessingException, match="aligntogrid"):
        emission(table, BUILTUP=small)


def test_the_menu_gives_the_user_a_copy_of_the_template(monkeypatch, tmp_path):
    opened, told = [], []
    chosen = [str(tmp_path / "mine"), str(tmp_path / "mine.CSV"), "", str(tmp_path / "no folder" / "x.xlsx")]
    dialog = SimpleNamespace(getSaveFileName=lambda *_: (chosen.pop(0), ""))
    monkeypatch.setattr(menu_module, "QFileDialog", dialog)
    monkeypatch.setattr(
        menu_module, "QDesktopServices", SimpleNamespace(openUrl=lambda url: opened.append(Path(url.toLocalFile())))
    )
    menu = Menu.__new__(Menu)
    bar = SimpleNamespace(pushWarning=lambda title, text: told.append(text))
    menu._iface = SimpleNamespace(mainWindow=lambda: None, messageBar=lambda: bar)
    for _ in range(4):
        menu.open_template()
    assert opened == [tmp_path / "mine.xlsx", tmp_path / "mine.CSV"]
    assert opened[0].read_bytes() == TEMPLATE.read_bytes()
    assert opened[1].read_text(encoding="utf-8").startswith("zone,year,")
    assert len(told) == 1
    assert "x.xlsx" in told[0]


def test_the_help_names_every_column_that_a_shipped_set_counts(plugin):
    help_text = algorithm("carbonemissions").parameterDefinition("STATISTICS").help()
    words = set(help_text.replace(",", " ").replace(".", " ").split())
    for name in COEFFICIENT_TABLES:
        missing = {row.source for row in read_coefficients(read_shipped(name))} - words
        assert missing == set(), name
