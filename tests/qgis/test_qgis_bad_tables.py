"""Zones and tables that do not fit: the message names layer, row and column."""

from __future__ import annotations

import numpy as np
import pytest
import qgis_world as world
from carbon_service_flow.algorithms.framework.inputs import Inputs
from carbon_service_flow.core.errors import CarbonFlowError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.tables import read
from conftest import is_clean
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsVectorLayer


@pytest.fixture
def common(inputs, folder):
    return {
        "LANDUSE": inputs["landuse"],
        "ZONES": inputs["zones"],
        "ZONE_FIELD": "name",
        "STATISTICS": inputs["statistics"],
        "OUTPUT": str(folder / "emission.tif"),
        "ZONE_TABLE": str(folder / "zones.csv"),
    }


@pytest.fixture
def emission_fails(fails, common, folder):
    def call(**more) -> str:
        text = fails("carbonemissions", **{**common, **more})
        assert is_clean(folder)
        return text

    return call


def test_empty_zones_layer(emission_fails, tmp_path):
    empty = world.write_zones(tmp_path / "nothing.gpkg", [])
    text = emission_fails(ZONES=empty)
    assert "nothing" in text
    assert "no polygons" in text


def test_names_that_do_not_match(emission_fails, tmp_path):
    table = world.write_text(tmp_path / "yearbook.csv", "province,population\n北区 ,1\n南区域,2\n西区,3\n")
    text = emission_fails(STATISTICS=table)
    assert "Zones without a row: 南区 (南区域?)" in text
    assert "西区" in text
    assert "北区" not in text.split("Rows without a zone")[1].split("Names with")[0].replace("(北区?)", "")


def test_names_that_do_not_match_can_be_skipped(run, common, tmp_path, feedback):
    table = world.write_text(tmp_path / "yearbook.csv", "province,population\n北区,1000\n西区,3\n")
    result = run("carbonemissions", **{**common, "STATISTICS": table, "UNMATCHED": 1})
    values = world.read_raster(result["OUTPUT"])
    assert np.isnan(values[4:]).all()
    assert np.isfinite(values[:4]).any()
    assert feedback.warned("南区", "without a row")
    assert feedback.warned("西区", "without a zone")


def test_row_given_twice(emission_fails, tmp_path):
    table = world.write_text(tmp_path / "yearbook.csv", "province,population\n北区,1\n南区,2\n北区,3\n")
    assert "several rows: 北区" in emission_fails(STATISTICS=table)


def test_zone_smaller_than_a_cell(run, common, tmp_path, feedback):
    """A zone without a cell centre gives its total to the cell under it."""
    left, top = world.LEFT + 1050, world.TOP - 1050
    small = ("小区", world.rectangle(left, top - 100, left + 100, top))
    zones = world.write_zones(tmp_path / "three.gpkg", [*world.zone_shapes(), small])
    table = world.write_text(tmp_path / "y.csv", "province,population\n北区,1000\n南区,500\n小区,100\n")
    result = run("carbonemissions", **{**common, "ZONES": zones, "STATISTICS": table})
    assert feedback.warned("小区")
    rows = {row["zone"]: row for row in world.read_csv(result["ZONE_TABLE"])}
    with_small = world.read_raster(result["OUTPUT"])
    two = world.write_text(tmp_path / "two.csv", "province,population\n北区,1000\n南区,500\n")
    without = world.read_raster(run("carbonemissions", **{**common, "STATISTICS": two})["OUTPUT"])
    # 100 people breathe 7.9 t under (1, 1), a cell of 100 ha.
    added = with_small - without
    assert added[1, 1] == pytest.approx(0.079, rel=1e-4)
    assert np.nansum(np.abs(added)) == pytest.approx(0.079, rel=1e-4)
    assert result["ALLOCATION_ERROR"] <= 1e-9
    assert float(rows["小区"]["population_t"]) == pytest.approx(7.9)


def test_zones_in_another_crs(run, common, inputs, tmp_path):
    degrees = world.write_zones(tmp_path / "degrees.geojson", to_crs="EPSG:4326")
    result = run("carbonemissions", **{**common, "ZONES": degrees})
    rows = {row["zone"]: float(row["total_t"]) for row in world.read_csv(result["ZONE_TABLE"])}
    values = world.read_raster(result["OUTPUT"])
    for zone, name in enumerate(world.ZONES):
        assert rows[name] == pytest.approx(np.nansum(values[world.zone_rows(zone)]) * 100, rel=1e-6)


def test_zones_somewhere_else(emission_fails, tmp_path):
    far = [("北区", world.rectangle(0, 0, 1000, 1000)), ("南区", world.rectangle(2000, 0, 3000, 1000))]
    text = emission_fails(ZONES=world.write_zones(tmp_path / "far.gpkg", far))
    assert "meets the grid" in text


def test_zones_partly_off_the_grid_are_told(run, common, tmp_path, feedback):
    wide = [
        ("北区", world.rectangle(world.LEFT - 12000, world.TOP - 4000, world.LEFT + 12000, world.TOP)),
        world.zone_shapes()[1],
    ]
    run("carbonemissions", **{**common, "ZONES": world.write_zones(tmp_path / "wide.gpkg", wide)})
    assert feedback.warned("%", "北区")


def test_polygons_without_a_name(run, common, emission_fails, tmp_path, feedback):
    """One that owns cells, however its name is lacking, is an error; one between the cells' centres is left out."""
    for nothing in (None, "", "  "):
        name = f"z{0 if nothing is None else len(nothing) + 1}.gpkg"
        shapes = [*world.zone_shapes(), (nothing, world.zone_shapes()[0][1])]
        reason = emission_fails(ZONES=world.write_zones(tmp_path / name, shapes))
        assert "1 polygons without a name in the zone field hold" in reason
        assert "feature 3 at (" in reason
    sliver = "POLYGON((400010 499990,400020 499990,400020 499980,400010 499980,400010 499990))"
    zones = world.write_zones(tmp_path / "sliver.gpkg", [*world.zone_shapes(), (None, sliver)])
    run("carbonemissions", **{**common, "ZONES": zones})
    assert feedback.warned("without a name", "feature 3 at (400015, 499985)")


def test_feature_without_geometry(run, common, tmp_path, feedback):
    """It names a zone, which has no cell: nothing can be placed, and that is said."""
    shapes = [*world.zone_shapes(), ("空区", None)]
    table = world.write_text(tmp_path / "y.csv", "province,population\n北区,1000\n南区,500\n空区,100\n")
    zones = world.write_zones(tmp_path / "z.gpkg", shapes)
    run("carbonemissions", **{**common, "ZONES": zones, "STATISTICS": table})
    assert feedback.warned("空区")


def test_missing_zone_field(emission_fails):
    text = emission_fails(ZONE_FIELD="nome")
    assert "nome" in text


def test_text_in_a_number_column(emission_fails, tmp_path):
    table = world.write_text(tmp_path / "yearbook.csv", "province,population\n北区,1000\n南区,many\n")
    text = emission_fails(STATISTICS=table)
    assert "yearbook.csv, line 3, column population" in text
    assert '"many"' in text


def test_text_in_a_number_column_of_a_layer(emission_fails, tmp_path):
    layer = QgsVectorLayer("NoGeometry?field=province:string&field=population:string", "年鉴 layer", "memory")
    from qgis.core import QgsFeature

    for row in (("北区", "1,000"), ("南区", "many")):
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(row))
        layer.dataProvider().addFeature(feature)
    text = emission_fails(STATISTICS=layer)
    assert "年鉴 layer" in text
    assert '"many"' in text


def test_negative_activity(emission_fails, tmp_path):
    table = world.write_text(tmp_path / "yearbook.csv", "province,population\n北区,1000\n南区,-5\n")
    assert "line 3, column population" in emission_fails(STATISTICS=table)


def test_no_source_in_the_statistics(emission_fails, tmp_path):
    table = world.write_text(tmp_path / "yearbook.csv", "province,People\n北区,1000\n南区,5\n")
    text = emission_fails(STATISTICS=table)
    assert "population" in text
    assert "People" in text


def test_missing_column_of_a_pools_table(fails, inputs, folder, tmp_path):
    table = world.write_text(tmp_path / "pools.csv", "lucode,c_above,c_below,csoil,c_dead\n1,1,1,1,1\n")
    text = fails("carbonstock", LANDUSE=inputs["landuse"], POOLS=table, OUTPUT=str(folder / "a.tif"))
    assert "no column c_soil (csoil?)" in text
    assert is_clean(folder)


def test_missing_classes_of_a_pools_table(fails, inputs, folder, tmp_path):
    table = world.write_text(tmp_path / "pools.csv", "lucode,c_above,c_below,c_soil,c_dead\n1,1,1,1,1\n")
    text = fails("carbonstock", LANDUSE=inputs["landuse"], POOLS=table, OUTPUT=str(folder / "a.tif"))
    assert "2 woodland" in text
    assert "6 unused" in text


def test_a_proxy_that_is_not_given(emission_fails, tmp_path):
    table = world.write_text(
        tmp_path / "c.csv", "source,group,coefficient,per,carbon_unit,proxy,reference\npopulation,a,1,x,C,gdp,me\n"
    )
    text = emission_fails(COEFFICIENTS=table)
    assert "population" in text
    assert "gdp" in text


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        *(("carbonstock", table) for table in ("POOLS", "CLASS_TABLE", "ZONE_TABLE")),
        *(("prevailingwindstations", table) for table in ("INPUT", "OUTPUT")),
        *(("assessmentreport", table) for table in ("CLASS_TABLE", "OD_TABLE_2")),
        *(("supplydemandratio", output) for output in ("ZONE_TABLE", "HTML")),
        ("windflowrouting", "OD_TABLE"),
    ],
)
def test_without_pandas_a_table_is_refused_before_the_run(plugin, monkeypatch, inputs, name, parameter):
    """As the dialog asks: it names what to install, whatever else is wrong; rasters, zones and lines are no tables."""
    monkeypatch.setattr(read, "find_spec", lambda package: None)
    tool = QgsApplication.processingRegistry().createAlgorithmById(f"carbonflow:{name}")
    form = {"HTML": "page.html"}.get(parameter, inputs["statistics"])

    def refusal(parameters) -> str:
        try:
            tool._check(Inputs(tool, parameters, QgsProcessingContext(), Progress()))
        except (CarbonFlowError, QgsProcessingException) as error:
            return str(error)
        return ""

    assert "python3-pandas" in refusal({parameter: form})
    assert "pandas" not in refusal({"LANDUSE": inputs["landuse"], "ZONES": inputs["zones"], "OD_LINES": "a.gpkg"})


GB = '省份,population,cement\n北区,"1,000",50\n南区,500,20\n'


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_encodings_of_a_csv_path(run, common, tmp_path, encoding):
    table = world.write_text(tmp_path / "统计 table.csv", GB, encoding)
    expected = run("carbonemissions", **{**common, "STATISTICS": world.write_text(tmp_path / "utf8.csv", GB)})
    for given in (table, QgsVectorLayer(table, "loaded", "ogr")):
        result = run("carbonemissions", **{**common, "STATISTICS": given, "STATISTICS_ZONE_FIELD": "省份"})
        assert result["EMISSION_T"] == pytest.approx(expected["EMISSION_T"], rel=1e-12)


def test_gb18030_as_a_delimited_text_layer(run, common, tmp_path):
    from pathlib import Path

    table = world.write_text(tmp_path / "统计 table.csv", GB, "gb18030")
    layer = QgsVectorLayer(
        Path(table).as_uri() + "?encoding=GB18030&type=csv&delimiter=,&geomType=none", "t", "delimitedtext"
    )
    assert layer.isValid()
    result = run("carbonemissions", **{**common, "STATISTICS": layer, "STATISTICS_ZONE_FIELD": "省份"})
    rows = world.read_csv(result["ZONE_TABLE"])
    assert [float(row["population_t"]) for row in rows] == pytest.approx([79, 39.5])


def test_missing_total_counts_as_nothing(run, inputs, folder, tmp_path, feedback):
    zones = world.write_zones(tmp_path / "z.gpkg", numbers=(10.0, None))
    result = run("spatializetotals", ZONES=zones, FIELD="people", GRID=inputs["stock"], OUTPUT=str(folder / "a.tif"))
    assert result["TOTAL_OUT"] == pytest.approx(10)
    assert feedback.warned("no total", "people")


@pytest.mark.parametrize(("numbers", "told"), [((10.0, -9999.0), "-9999"), ((10.0, -1.0), "-1"), ((10.0, -2.5), "")])
def test_a_total_that_stands_for_missing_data_is_told(run, inputs, folder, tmp_path, feedback, numbers, told):
    zones = world.write_zones(tmp_path / "z.gpkg", numbers=numbers)
    result = run("spatializetotals", ZONES=zones, FIELD="people", GRID=inputs["stock"], OUTPUT=str(folder / "a.tif"))
    assert result["TOTAL_OUT"] == pytest.approx(sum(numbers))
    assert feedback.warned("Zone 2 of z", f"has {told} in people", "empty that cell") == bool(told)


def test_text_field_as_totals(fails, inputs, folder):
    text = fails(
        "spatializetotals", ZONES=inputs["zones"], FIELD="name", GRID=inputs["stock"], OUTPUT=str(folder / "a.tif")
    )
    assert "北区" in text
    assert is_clean(folder)


def test_numbers_that_make_no_sense(fails, inputs, folder):
    common = {"BEFORE": inputs["stock"], "AFTER": inputs["stock"], "OUTPUT": str(folder / "a.tif")}
    assert "more than 0" in fails("carbonstockchange", **common, YEARS=0)
    assert "whole number" in fails("carbonstockchange", **common, YEARS=2.5, PRICE=1)
    assert "-100" in fails("carbonstockchange", **common, YEARS=2, PRICE=1, DISCOUNT_RATE=-100)
    area = {"AREA": inputs["zones"], "OUTPUT": str(folder / "a.tif")}
    assert "more than 0" in fails("studygrid", **area, CELL_SIZE=0)
    assert "degrees" in fails("studygrid", **area, CRS="EPSG:4326", CELL_SIZE=10)
    assert "smaller cell size" in fails("studygrid", **area, CELL_SIZE=90000)
    layers = {"TARGET": inputs["stock"], "LAYERS": [inputs["emission"]], "RANKING": str(folder / "a.csv")}
    assert "3 names" in fails("rastercorrelationmatrix", **layers, NAMES="a,b,c")
    assert is_clean(folder)
