"""Dialogs: every algorithm runs after choosing its layers only; what does not go together is refused before the run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import qgis_world as world
from conftest import algorithm, given
from qgis.core import QgsProcessingContext, QgsProject

HEADER = "station,date,max_dir,max_speed,max_calm,x,y\n"


@pytest.fixture(scope="module")
def daily(tmp_path_factory) -> str:
    """Points as importcmadaily writes them: 3 west winds and a calm at one station, north and east at the other."""
    from osgeo import ogr, osr

    path = tmp_path_factory.mktemp("daily") / "daily.gpkg"
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    layer = source.CreateLayer("daily", reference, ogr.wkbPoint)
    for name, kind in (("station", ogr.OFTString), ("max_dir", ogr.OFTReal), ("max_speed", ogr.OFTReal)):
        layer.CreateField(ogr.FieldDefn(name, kind))
    layer.CreateField(ogr.FieldDefn("max_calm", ogr.OFTInteger))
    records = [("A", 270.0, 2.0, 0)] * 3 + [("A", None, 0.0, 1), ("B", 0.0, 4.0, 0), ("B", 90.0, 1.0, 0)]
    for number, (station, direction, speed, calm) in enumerate(records):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("station", station)
        if direction is not None:
            feature.SetField("max_dir", direction)
        feature.SetField("max_speed", speed)
        feature.SetField("max_calm", calm)
        x = 105.0 if station == "A" else 106.0
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({x} {30 + number * 0})"))
        layer.CreateFeature(feature)
    layer = source = None
    return str(path)


def layers_only(inputs: dict[str, str], name: str) -> dict[str, Any]:
    """The layers a user must choose, and nothing else; SCHEME stays at CNLUCC, which the small world uses."""
    balance = {"EMISSION": inputs["emission"], "SEQUESTRATION": inputs["stock"]}
    return {
        "studygrid": {"AREA": inputs["zones"]},
        "aligntogrid": {"INPUT": inputs["landuse"], "GRID": inputs["stock"]},
        "carbonstock": {"LANDUSE": inputs["landuse"]},
        "carbonstockchange": {"BEFORE": inputs["stock"], "AFTER": inputs["emission"]},
        "carbonemissions": {
            "LANDUSE": inputs["landuse"],
            "ZONES": inputs["zones"],
            "STATISTICS": inputs["statistics"],
        },
        "supplydemandratio": balance,
        "prevailingwinduv": {"U": inputs["emission"], "V": inputs["stock"]},
        "windflowrouting": {**balance, "WIND": inputs["wind"]},
        "rastercorrelationmatrix": {"TARGET": inputs["stock"], "LAYERS": [inputs["emission"], inputs["wind"]]},
        "factordetector": {"TARGET": inputs["stock"], "FACTORS": [inputs["emission"], inputs["wind"]]},
    }[name]


LAYERS_ONLY = (
    "studygrid",
    "aligntogrid",
    "carbonstock",
    "carbonstockchange",
    "carbonemissions",
    "supplydemandratio",
    "prevailingwinduv",
    "windflowrouting",
    "rastercorrelationmatrix",
    "factordetector",
)


def outputs_of(name: str) -> dict[str, str]:
    """The outputs that the dialog makes when nobody touches them."""
    return {
        one.name(): "TEMPORARY_OUTPUT"
        for one in algorithm(name).parameterDefinitions()
        if one.isDestination() and one.createByDefault()
    }


@pytest.mark.parametrize("name", LAYERS_ONLY)
def test_layers_are_enough(run, inputs, name):
    made = outputs_of(name)
    assert made, "the dialog makes something"
    result = run(name, **layers_only(inputs, name), **made)
    assert all(result[output] for output in made)


def test_what_was_assumed_is_told(run, inputs, feedback):
    run("carbonemissions", **layers_only(inputs, "carbonemissions"), OUTPUT="TEMPORARY_OUTPUT")
    assert feedback.warned("No zone field is given", "name")
    assert feedback.warned("No column with the zones' names is given", "province")
    run("carbonstock", **layers_only(inputs, "carbonstock"), OUTPUT="TEMPORARY_OUTPUT")
    assert feedback.warned("No carbon pools table is given", "pools_study")


def test_other_bands_are_told(run, tmp_path, feedback):
    codes = world.landuse_codes()
    path = world.write_raster(tmp_path / "two.tif", np.array([codes, codes]), nodata=world.NODATA_CODE)
    run("carbonstock", LANDUSE=path, OUTPUT="TEMPORARY_OUTPUT")
    assert feedback.warned("two has 2 bands", "the first is read")


def test_the_layer_of_daily_winds_needs_no_fields(run, daily, feedback):
    """3 of A's 4 records are west, one is calm; B's mean vector is 4 m/s from north and 1 m/s from east."""
    told = run("prevailingwindstations", INPUT=daily, OUTPUT="TEMPORARY_OUTPUT")
    rows = {row["station"]: row for row in world.read_rows(told["OUTPUT"])}
    assert rows["A"]["prevailing_dir"] == 270
    assert rows["A"]["calm_freq"] == 0.25
    assert rows["A"]["mean_speed"] == pytest.approx(1.5)
    assert rows["B"]["resultant_dir"] == pytest.approx(np.degrees(np.arctan2(1, 4)))
    for field in ("max_speed", "max_calm"):
        assert feedback.warned("is not given", field)
    explicit = run("prevailingwindstations", INPUT=daily, SPEED_FIELD=None, CALM_FIELD=None, OUTPUT="TEMPORARY_OUTPUT")
    rows = {row["station"]: row for row in world.read_rows(explicit["OUTPUT"])}
    assert rows["A"]["calm_freq"] == 0, "a field that was emptied on purpose is not taken"
    assert rows["A"]["records"] == 3


def refusal(name: str, parameters: dict[str, Any]) -> str:
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    fits, text = algorithm(name).checkParameterValues(parameters, context)
    assert not fits, name
    return text


REFUSED = [
    ("carbonstock", {"ZONES": None, "ZONE_TABLE": "z.csv"}, "needs a zone layer"),
    ("carbonstockchange", {"YEARS": 0}, "more than 0"),
    ("carbonstockchange", {"YEARS": 2.5, "PRICE": 43}, "whole number of years"),
    ("carbonstockchange", {"PRICE": None, "OUTPUT_VALUE": "v.tif"}, "give one, or leave the raster empty"),
    ("carbonstockchange", {"PRICE": 43, "DISCOUNT_RATE": -100}, "not possible"),
    ("carbonemissions", {"SCHEME": 6}, "respiration table"),
    ("supplydemandratio", {"ZONES": None, "HTML": "p.html"}, "choose a zone layer"),
    ("supplydemandratio", {"ZONES": None, "OUTPUT_ZONES": "z.gpkg"}, "choose one"),
    ("windflowrouting", {"WIND": None}, "needs a wind direction raster"),
    ("windflowrouting", {"METHOD": 2}, "needs a rose raster"),
    ("windflowrouting", {"ZONES": None, "OD_TABLE": "od.csv"}, "need a zone layer"),
    ("windflowrouting", {"ZONES": None, "OD_LINES": "od.gpkg"}, "need a zone layer"),
    ("studygrid", {"CELL_SIZE": 0}, "more than 0"),
    ("studygrid", {"CRS": "EPSG:4326"}, "projected CRS"),
    ("aligntogrid", {"BAND": 7}, "no band 7"),
    ("prevailingwinduv", {"CALM_BELOW": -1}, ""),
    ("rastercorrelationmatrix", {"NAMES": "a,b"}, "one name for each"),
]


@pytest.mark.parametrize(("name", "changed", "told"), REFUSED)
def test_refused_before_the_run(plugin, inputs, name, changed, told):
    makes = {one.name(): "TEMPORARY_OUTPUT" for one in algorithm(name).parameterDefinitions() if one.isDestination()}
    required = {key: value for key, value in makes.items() if key in outputs_of(name)}
    assert told in refusal(name, {**given(inputs, name), **required, **changed})


def test_a_proxy_without_its_raster(plugin, inputs, tmp_path):
    text = "source,group,coefficient,per,carbon_unit,proxy,reference\npopulation,r,0.079,head,C,population,x\n"
    table = world.write_text(tmp_path / "c.csv", text)
    parameters = {**given(inputs, "carbonemissions"), "COEFFICIENTS": table, "OUTPUT": "TEMPORARY_OUTPUT"}
    assert "no population raster is given" in refusal("carbonemissions", parameters)
    parameters["POPULATION"] = inputs["stock"]
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    assert algorithm("carbonemissions").checkParameterValues(parameters, context) == (True, "")


def test_one_raster_as_u_and_v(plugin, inputs):
    parameters = {"U": inputs["wind"], "V": inputs["wind"], "OUTPUT_DIRECTION": "TEMPORARY_OUTPUT"}
    assert "same raster" in refusal("prevailingwinduv", parameters)


def test_grids_that_differ(plugin, inputs, tmp_path):
    moved = world.write_raster(tmp_path / "moved.tif", np.ones((8, 12)), origin=(world.LEFT + 500, world.TOP))
    for name, changed in (
        ("supplydemandratio", {"SEQUESTRATION": moved}),
        ("carbonstockchange", {"AFTER": moved}),
        ("windflowrouting", {"WIND": moved}),
        ("rastercorrelationmatrix", {"LAYERS": [moved]}),
    ):
        text = refusal(name, {**given(inputs, name), **outputs_of(name), **changed})
        assert "aligntogrid" in text
        assert "0.5 columns" in text


def test_charts_without_plotly(plugin, inputs, monkeypatch):
    import importlib

    charts = importlib.import_module("carbon_service_flow.core.charts.elements.page")
    monkeypatch.setattr(charts, "find_spec", lambda name: None)
    parameters = {**given(inputs, "supplydemandratio"), **outputs_of("supplydemandratio"), "HTML": "p.html"}
    assert "leave the HTML output empty" in refusal("supplydemandratio", parameters)


def test_a_decay_that_has_no_effect_is_told(run, inputs, feedback):
    run("windflowrouting", **{**given(inputs, "windflowrouting"), "METHOD": 3, "DECAY_LENGTH": 50})
    assert feedback.warned("decay length has no effect")
