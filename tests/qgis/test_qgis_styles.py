"""Styles: every output has one, it fits any layer, and QGIS applies it to what it loads."""

from __future__ import annotations

import gc
import math
import threading

import numpy as np
import pytest
import qgis_world as world
import stations_world as wind
from carbon_service_flow.algorithms.styling import postprocess
from carbon_service_flow.algorithms.styling.apply import kind_of, style_layer
from carbon_service_flow.algorithms.styling.classes import Sample, classes_of
from carbon_service_flow.algorithms.styling.kinds import RASTERS, STYLES, TABLE, VECTORS, Scale
from carbon_service_flow.algorithms.styling.landuse import style_landuse
from carbon_service_flow.algorithms.styling.rasters import WHOLE_CELLS, sample_of
from carbon_service_flow.algorithms.styling.tree import Origin, arrange
from carbon_service_flow.algorithms.styling.words import RATIO_BREAKS
from carbon_service_flow.core.accounts.landuse_codes import Scheme
from conftest import FILES, Recorder, given, outputs_in
from hypothesis import given as for_all
from hypothesis import strategies as st
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsGraduatedSymbolRenderer,
    QgsLayerTreeLayer,
    QgsMapSettings,
    QgsPointXY,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsRasterRange,
    QgsRectangle,
    QgsRenderContext,
    QgsSingleBandPseudoColorRenderer,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QImage, QPainter

UNITS = {"stock": "t C/ha", "emission": "t C/ha per year", "difference": "t C/ha", "flux": "t C per year"}


def styled(path: str, kind: str) -> QgsRasterLayer:
    layer = QgsRasterLayer(path, kind)
    style_layer(layer, kind)
    return layer


def items(layer: QgsRasterLayer) -> list[tuple[float, str, int]]:
    """(upper bound, label, opacity) of the classes of a raster."""
    found = layer.renderer().shader().rasterShaderFunction().colorRampItemList()
    return [(item.value, item.label, item.color.alpha()) for item in found]


def check_classes(layer: QgsRasterLayer) -> None:
    if not isinstance(layer.renderer(), QgsSingleBandPseudoColorRenderer):
        assert layer.renderer().type() == "paletted"
        return
    uppers = [upper for upper, _, _ in items(layer)]
    assert all(low < high for low, high in zip(uppers, uppers[1:]))
    assert uppers[-1] == math.inf
    assert drawn(layer)


def drawn(layer: QgsRasterLayer) -> bool:
    image = QImage(20, 20, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    block = layer.renderer().block(1, layer.extent(), 8, 8)
    painter.end()
    return block.isValid() and not block.isEmpty()


def test_every_layer_that_an_algorithm_makes_has_a_kind(plugin):
    algorithms = QgsApplication.processingRegistry().providerById("carbonflow").algorithms()
    layers = {
        (algorithm.name(), output.name())
        for algorithm in algorithms
        if algorithm.groupId() != "models"
        for output in algorithm.outputDefinitions()
        if output.type() in ("outputVector", "outputRaster", "outputLayer")
    }
    assert set(STYLES) == layers
    assert set(STYLES.values()) == {*RASTERS, *VECTORS, TABLE}
    assert kind_of("carbonflow:carbonstock", "OUTPUT") == kind_of("carbonstock", "OUTPUT") == "stock"
    assert kind_of("carbonstock", "HTML") is None


@pytest.mark.parametrize("name", FILES)
def test_every_output_is_styled(run, inputs, folder, name):
    result = run(name, **{**given(inputs, name), **outputs_in(folder, name)})
    for output, path in result.items():
        kind = kind_of(name, output)
        if kind in RASTERS:
            layer = styled(path, kind)
            check_classes(layer)
            if kind in UNITS and layer.renderer().type() == "singlebandpseudocolor":
                assert all(label.endswith(UNITS[kind]) for _, label, _ in items(layer))
        elif kind in VECTORS:
            layer = QgsVectorLayer(path, output, "ogr")
            style_layer(layer, kind)
            assert isinstance(layer.renderer(), QgsGraduatedSymbolRenderer), kind
            ranges = layer.renderer().ranges()
            assert all(low.upperValue() == high.lowerValue() for low, high in zip(ranges, ranges[1:]))


@pytest.mark.parametrize("kind", RASTERS)
@pytest.mark.parametrize(
    "values",
    [
        np.full((3, 4), np.nan),
        np.full((3, 4), 7.0),
        np.zeros((3, 4)),
        np.array([[5.0]]),
        np.array([[np.nan]]),
        np.array([[-1e30, 0.0, 1e30]]),
        np.array([[1e-30, 2e-30, 3e-30]]),
        np.arange(300.0).reshape(15, 20) - 150,
    ],
    ids=["nodata", "constant", "zeros", "one cell", "one empty cell", "huge", "tiny", "wide"],
)
def test_rasters_of_any_kind(plugin, tmp_path, kind, values):
    path = world.write_raster(tmp_path / "a.tif", np.where(np.isnan(values), -9999, values), nodata=-9999)
    check_classes(styled(path, kind))


@for_all(st.lists(st.floats(-1e9, 1e9, width=32), max_size=30), st.booleans())
def test_classes_of_any_values(values, complete):
    """Bounds increase, labels are as many, and what is around 0 is symmetric."""
    sample = Sample(np.array(values), complete)
    for look in RASTERS.values():
        if look.scale in (Scale.INSIDE, Scale.CODES):
            continue
        classes = classes_of(look, sample, "t")
        assert len(classes.uppers) == len(classes.labels)
        assert all(low < high for low, high in zip(classes.uppers, classes.uppers[1:]))
        bounds = classes.uppers[:-1]
        if look.scale in (Scale.SIGNED, Scale.CHANGE):
            assert bounds == tuple(-bound for bound in reversed(bounds))
            assert (0.0 in bounds) == (look.scale is Scale.SIGNED)


def test_ratio_has_words_on_both_sides_of_one(plugin, inputs):
    found = items(styled(inputs["stock"], "ratio"))
    words = {label.split("  ")[1]: upper for upper, label, _ in found}
    assert [upper for upper, _, _ in found] == [*RATIO_BREAKS, math.inf]
    assert words["surplus"] == 0.9
    assert words["balanced"] == 1.1
    assert words["deficit"] == 2.0
    assert [label for _, label, _ in found][4] == "0.5 – 0.9  surplus"


def test_flux_is_in_decades_and_zero_is_clear(plugin, tmp_path):
    # 0, then a cell per decade from 30 to 3e6: bounds 0 and the five highest powers of ten below the maximum.
    values = np.array([[0.0, 3e1, 3e2, 3e3, 3e4, 3e5, 3e6]])
    found = items(styled(world.write_raster(tmp_path / "f.tif", values), "flux"))
    assert [upper for upper, _, _ in found] == [0, 100, 1000, 10_000, 100_000, 1_000_000, math.inf]
    assert [alpha for _, _, alpha in found] == [0, *[255] * 6]
    assert found[-1][1] == "> 1,000,000 t C per year"


def test_few_values_are_named(plugin, tmp_path):
    values = np.array([[30.0, 215.92, 215.92, 331.21]])
    labels = [label for _, label, _ in items(styled(world.write_raster(tmp_path / "s.tif", values), "stock"))]
    assert labels == ["30 t C/ha", "215.92 t C/ha", "331.21 t C/ha"]


def test_units_of_spread_totals_come_from_the_file(run, inputs, folder):
    path = run("spatializetotals", **{**given(inputs, "spatializetotals"), "UNIT": 2}, OUTPUT=str(folder / "p.tif"))
    assert items(styled(path["OUTPUT"], "spread"))[-1][1].endswith(" per km²")


def test_sectors_go_once_around(plugin, tmp_path):
    path = world.write_raster(tmp_path / "w.tif", np.arange(0.0, 360.0, 22.5).reshape(2, 8))
    layer = styled(path, "wind")
    assert [upper for upper, _, _ in items(layer)] == [22.5, 67.5, 112.5, 157.5, 202.5, 247.5, 292.5, 337.5, math.inf]
    shades = [item.color.name() for item in layer.renderer().shader().rasterShaderFunction().colorRampItemList()]
    assert shades[0] == shades[-1]
    assert len(set(shades)) == 8


def test_large_rasters_are_sampled(plugin, tmp_path):
    side = math.isqrt(WHOLE_CELLS) + 500
    values = np.tile(np.arange(side, dtype=np.float32), (side, 1))
    layer = QgsRasterLayer(world.write_raster(tmp_path / "l.tif", values), "l")
    sample = sample_of(layer.dataProvider())
    assert not sample.complete
    assert len(sample.values) < WHOLE_CELLS
    # Values are the columns: windows reach from the first to the last, and are read cell by cell.
    assert sample.values.min() == 0
    assert sample.values.max() == side - 1
    assert np.all(sample.values == np.round(sample.values))


def test_nodata_that_the_user_added_is_left_out(plugin, inputs):
    layer = QgsRasterLayer(inputs["stock"], "stock")
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(300, 400)])
    assert sample_of(layer.dataProvider()).values.max() < 300


def test_layers_of_another_kind_stay_as_they_are(plugin, inputs):
    zones = QgsVectorLayer(inputs["zones"], "zones", "ogr")
    before = zones.renderer().dump()
    for kind in (*RASTERS, "network", "zones_ratio", "stations", TABLE):
        style_layer(zones, kind)
    assert zones.renderer().dump() == before
    raster = QgsRasterLayer(inputs["stock"], "stock")
    style_layer(raster, "zones_ratio")
    assert raster.renderer().type() == "singlebandgray"
    style_layer(QgsRasterLayer("/nowhere.tif", "none"), "stock")


def test_land_use_has_the_names_of_its_scheme(plugin, inputs):
    layer = QgsRasterLayer(inputs["landuse"], "land use")
    style_landuse(layer, Scheme.CNLUCC)
    found = {entry.value: entry.label for entry in layer.renderer().classes()}
    assert set(found) == {11, 21, 31, 42, 51, 61}
    assert found[42] == "Lake"


def arrows(speeds) -> QgsVectorLayer:
    uri = "Point?crs=EPSG:4326&field=dir:double&field=speed:double"
    layer = QgsVectorLayer(uri, "arrows", "memory")
    features = []
    for place, speed in enumerate(speeds):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([None if place == 0 else 90.0, speed])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(100 + place, 30)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def test_winds_point_where_they_go(plugin):

    layer = arrows([1.0, 2.0, 3.0])
    style_layer(layer, "wind_arrows")
    symbol = layer.renderer().symbols(QgsRenderContext())[0].clone()
    marker = symbol.symbolLayer(0)
    angle = QgsExpression(
        marker.dataDefinedProperties().property(QgsSymbolLayer.Property.PropertyAngle).expressionString()
    )
    # UTM 49's meridian is 111 E: at 101 E and 30 N north leans to the right of the map's top by about 10 sin 30 = 5.
    for crs, turned in (("EPSG:4326", (0.0, 0.0)), ("EPSG:32649", (4.9, 5.2))):
        view = QgsMapSettings()
        view.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
        context = QgsExpressionContext()
        context.appendScope(QgsExpressionContextUtils.mapSettingsScope(view))
        context.setFields(layer.fields())
        features = {feature["speed"]: feature for feature in layer.getFeatures()}
        context.setFeature(features[2.0])
        least, most = turned
        # From east means to the west: 270 degrees, and the turn of the map's north.
        assert 270 + least <= angle.evaluate(context) <= 270 + most
        context.setFeature(features[1.0])
        assert not angle.evaluate(context)


@pytest.mark.parametrize("speeds", [[], [None, None], [2.0, 2.0], [0.5, 1.5, 9.0]])
def test_winds_with_and_without_speeds(plugin, speeds):
    layer = arrows(speeds)
    style_layer(layer, "wind_arrows")
    known = [speed for speed in speeds if speed is not None]
    assert isinstance(layer.renderer(), QgsGraduatedSymbolRenderer) == bool(known)
    for speed in known:
        assert any(entry.lowerValue() <= speed <= entry.upperValue() for entry in layer.renderer().ranges())


def test_stations_and_daily_winds(run, folder, tmp_path):
    days = run("importcmadaily", INPUT=wind.daily_files(tmp_path, wind.CODES), OUTPUT=str(folder / "days.gpkg"))
    layer = QgsVectorLayer(days["OUTPUT"], "days", "ogr")
    style_layer(layer, "daily_winds")
    assert layer.renderer().type() == "singleSymbol"
    fields = {"STATION_FIELD": "station", "DIRECTION_FIELD": "max_dir", "SPEED_FIELD": "max_speed"}
    path = run("prevailingwindstations", INPUT=days["OUTPUT"], **fields, OUTPUT=str(folder / "s.gpkg"))["OUTPUT"]
    layer = QgsVectorLayer(path, "stations", "ogr")
    style_layer(layer, "stations")
    assert all(entry.label().endswith(" m/s") for entry in layer.renderer().ranges())
    grid = world.write_raster(folder / "g.tif", np.ones((6, 10)), crs="EPSG:4326", origin=(110, 35), size=0.1)
    points = run("windgrid", STATIONS=path, GRID=grid, OUTPUT_ARROWS=str(folder / "a.gpkg"))["OUTPUT_ARROWS"]
    rows = world.read_rows(points)
    assert len(rows) == 60
    assert set(rows[0]) == {"dir", "reliability", "angle"}


def test_a_style_survives_saving(run, inputs, folder, tmp_path):
    result = run("windflowrouting", **{**given(inputs, "windflowrouting"), **outputs_in(folder, "windflowrouting")})
    for output in ("OUTPUT_NETWORK", "OD_LINES"):
        layer = QgsVectorLayer(result[output], output, "ogr")
        style_layer(layer, kind_of("windflowrouting", output))
        again = QgsVectorLayer(result[output], output, "ogr")
        layer.saveNamedStyle(str(tmp_path / "style.qml"))
        again.loadNamedStyle(str(tmp_path / "style.qml"))
        pairs = zip(layer.renderer().ranges(), again.renderer().ranges())
        assert all(math.isclose(a.lowerValue(), b.lowerValue()) and a.label() == b.label() for a, b in pairs)
        assert again.renderer().ranges()[-1].upperValue() == math.inf


# What QGIS does with a run's layers.


def loading(inputs, name: str, outputs: dict[str, str]) -> dict[str, object]:
    project = QgsProject.instance()
    targets = {key: QgsProcessingOutputLayerDefinition(path, project) for key, path in outputs.items()}
    return {**given(inputs, name), **targets}


def load(algorithm, context: QgsProcessingContext, parameters, feedback) -> None:
    from processing.gui.Postprocessing import handleAlgorithmResults

    handleAlgorithmResults(algorithm, context, feedback, parameters=parameters)


def tree() -> list[tuple[str, list[str]]]:
    root = QgsProject.instance().layerTreeRoot()
    return [(group.name(), [node.name() for node in group.children()]) for group in root.children()]


def layer_called(name: str):
    return QgsProject.instance().mapLayersByName(name)[0]


@pytest.fixture
def project(plugin, monkeypatch):
    from processing.gui import Postprocessing

    # The tests' stand-in for QGIS's window has no layer tree that newer versions would take.
    monkeypatch.setattr(Postprocessing, "iface", None, raising=False)
    QgsProject.instance().clear()
    yield QgsProject.instance()
    QgsProject.instance().clear()


def test_loaded_layers_are_styled_grouped_and_ordered(project, plugin, inputs, folder, feedback):
    import processing

    everything = outputs_in(folder, "windflowrouting")
    processing.runAndLoadResults("carbonflow:windflowrouting", loading(inputs, "windflowrouting", everything), feedback)
    balance = {"OUTPUT_RATIO": "TEMPORARY_OUTPUT", "OUTPUT_ZONES": "TEMPORARY_OUTPUT", "ZONE_TABLE": "TEMPORARY_OUTPUT"}
    processing.runAndLoadResults(
        "carbonflow:supplydemandratio", loading(inputs, "supplydemandratio", balance), feedback
    )
    (name, names), *others = tree()
    assert others == []
    assert name == "Carbon Service Flow"
    # Lines, polygons, rasters, tables; of each the newest run first, and its outputs as they are declared.
    assert names == [
        "Flow network",
        "Arrows between zones",
        "Zones by ratio",
        "Ratio of emission to sequestration",
        "Flux",
        "Absorbed",
        "Imported",
        "Unfixed remainder",
        "Table by zone",
        "Table by zone",
        "Flows between zones",
    ]
    assert items(layer_called("Ratio of emission to sequestration"))[5][1].endswith("balanced")
    assert isinstance(layer_called("Arrows between zones").renderer(), QgsGraduatedSymbolRenderer)
    assert not feedback.warned("no style")


def test_a_group_of_the_user_keeps_its_layers(project, plugin, inputs, feedback):
    group = project.layerTreeRoot().addGroup("mine")
    layer = QgsRasterLayer(inputs["stock"], "stock")
    project.addMapLayer(layer, False)
    group.addLayer(layer)
    arrange(layer, project, "stock", Origin(1, 0))
    assert tree() == [("mine", ["stock"])]
    # A layer that the tree does not show is nobody's concern.
    hidden = QgsRasterLayer(inputs["stock"], "hidden")
    project.addMapLayer(hidden, False)
    arrange(hidden, project, "stock", Origin(1, 0))


def test_headings_say_what_the_classes_are(project, plugin, inputs):
    import processing

    processing.runAndLoadResults(
        "carbonflow:carbonstock",
        loading(inputs, "carbonstock", {"OUTPUT": "TEMPORARY_OUTPUT", "OUTPUT_POOLS": "TEMPORARY_OUTPUT"}),
    )
    node = project.layerTreeRoot().findLayer(layer_called("Carbon stock by pool").id())
    assert isinstance(node, QgsLayerTreeLayer)
    assert node.customProperty("legend/label-0") == "c_above, t C/ha"


def test_nothing_is_attached_when_nothing_is_loaded(run, plugin, inputs, folder):
    before = len(plugin.provider.stylers)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("carbonflow:carbonstock")
    parameters = {**given(inputs, "carbonstock"), **outputs_in(folder, "carbonstock")}
    assert algorithm.run(parameters, context, Recorder())[1]
    assert context.layersToLoadOnCompletion() == {}
    assert len(plugin.provider.stylers) == before


def test_stylers_outlive_the_collector_until_they_are_used(plugin, inputs, project, feedback):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("carbonflow:carbonstock")
    before = len(plugin.provider.stylers)
    for _ in range(3):
        context = QgsProcessingContext()
        context.setProject(project)
        wanted = {"OUTPUT": "TEMPORARY_OUTPUT", "CLASS_TABLE": "TEMPORARY_OUTPUT", "ZONE_TABLE": "TEMPORARY_OUTPUT"}
        parameters = loading(inputs, "carbonstock", wanted)
        assert algorithm.run(parameters, context, feedback)[1]
        gc.collect()
        kinds = sorted(details.postProcessor().kind for details in context.layersToLoadOnCompletion().values())
        assert kinds == ["stock", TABLE, TABLE]
        assert len(plugin.provider.stylers) == before + 3
        load(algorithm, context, parameters, feedback)
        assert len(plugin.provider.stylers) == before
        # The context deletes what QGIS holds of them: once, and nobody else does.
        del context
        gc.collect()


def test_styles_after_a_run_in_a_worker_thread(project, plugin, inputs, folder, feedback):
    """As the dialog does it: a task computes, the main thread loads and styles."""
    context = QgsProcessingContext()
    context.setProject(project)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("carbonflow:supplydemandratio")
    parameters = loading(inputs, "supplydemandratio", {"OUTPUT_DIFFERENCE": str(folder / "d.tif")})
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    done = []
    task.executed.connect(lambda ok, results: done.append(ok))
    QgsApplication.taskManager().addTask(task)
    while not done:
        QgsApplication.processEvents()
    assert done == [True]
    gc.collect()
    assert threading.current_thread() is threading.main_thread()
    load(algorithm, context, parameters, feedback)
    bounds = [upper for upper, _, _ in items(layer_called("Difference of sequestration and emission"))]
    assert 0.0 in bounds


def test_styles_in_a_shipped_model(project, plugin, inputs, tmp_path, feedback):
    """The final outputs of a model are styled by what their step is; native steps and hidden ones do not disturb."""
    import processing

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("carbonflow:carbonserviceflow")
    series = np.random.default_rng(1).normal(2, 1, (4, world.ROWS, world.COLS))
    u, v = (world.write_raster(tmp_path / f"{name}.tif", part) for name, part in (("u", series), ("v", series[::-1])))
    parameters = {
        "LANDUSE": inputs["landuse"],
        "SCHEME": 0,
        "ZONES": inputs["zones"],
        "ZONE_FIELD": "name",
        "STATISTICS": inputs["statistics"],
        "STATISTICS_ZONE_FIELD": "province",
        "U": u,
        "V": v,
        "CELL_SIZE": 1000,
        **{each.name(): "TEMPORARY_OUTPUT" for each in algorithm.destinationParameterDefinitions()},
    }
    processing.runAndLoadResults("carbonflow:carbonserviceflow", parameters, feedback)
    (name, names), *others = tree()
    assert name == "Carbon Service Flow"
    assert others == []
    # The report's page and its PDF are files, no layers.
    files = [each for each in algorithm.destinationParameterDefinitions() if each.type() == "fileDestination"]
    assert len(names) == len(algorithm.destinationParameterDefinitions()) - len(files)
    by_renderer = {
        node.name(): node.layer().renderer().type()
        for node in project.layerTreeRoot().findLayers()
        if isinstance(node.layer(), QgsRasterLayer)
    }
    assert len(by_renderer) == 7
    # Later steps lie above earlier ones, the outputs of a step side by side.
    places = {name: place for place, name in enumerate(by_renderer)}
    difference = places["Difference of sequestration and emission"]
    assert places["Ratio of emission to sequestration"] == difference + 1
    assert places["Carbon service flow"] == difference + 2
    assert max(difference + 2, places["Flux"]) < min(places["Carbon emission"], places["Carbon stock"])
    assert set(by_renderer.values()) == {"singlebandpseudocolor"}
    words = {name: items(node.layer())[-1][1] for name, node in _rasters(project).items()}
    assert words["Ratio of emission to sequestration"].endswith("very strong deficit")
    assert words["Prevailing wind direction"].startswith("from north")
    assert words["Flux"].endswith("t C per year")


def test_outputs_of_a_model_are_named_in_the_user_s_language(project, plugin, monkeypatch):
    """Their names are part of the model's file, in English."""
    monkeypatch.setattr(postprocess, "output_words", lambda: {"Flux": "\u901a\u91cf"})
    context, store = QgsProcessingContext(), postprocess.Store()
    for path, name in (("a.tif", "Flux"), ("b.tif", "my own")):
        details = QgsProcessingContext.LayerDetails(name, project, "OUTPUT_FLUX")
        context.addLayerToLoadOnCompletion(path, details)
        store.attach("windflowrouting", {"OUTPUT_FLUX": path}, context)
    names = [context.layerToLoadOnCompletionDetails(path).name for path in ("a.tif", "b.tif")]
    assert names == ["\u901a\u91cf", "my own"]


def _rasters(project) -> dict[str, QgsLayerTreeLayer]:
    nodes = project.layerTreeRoot().findLayers()
    return {node.name(): node for node in nodes if isinstance(node.layer(), QgsRasterLayer)}


def test_many_zones_are_not_labelled(plugin):
    """60 names can be read on a map, 61 cover it."""
    for count, labelled in ((60, True), (61, False)):
        layer = QgsVectorLayer("Polygon?field=zone:string&field=ratio_of_totals:double", "zones", "memory")
        features = []
        for number in range(count):
            feature = QgsFeature(layer.fields())
            feature.setAttributes([f"zone {number}", 0.5])
            feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(number, 0, number + 1, 1)))
            features.append(feature)
        layer.dataProvider().addFeatures(features)
        style_layer(layer, "zones_ratio")
        assert layer.labelsEnabled() == labelled


def test_scales_all_have_a_kind():
    assert {look.scale for look in RASTERS.values()} == set(Scale)
