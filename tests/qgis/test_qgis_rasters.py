"""Rasters given by their paths: no layer is made of them, and all is as if one were."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import qgis_world as world
from carbon_service_flow.algorithms.framework.inputs import Inputs
from carbon_service_flow.algorithms.framework.raster_parameters import (
    RasterListParameter,
    RasterParameter,
    band_of_file,
    file_of,
    files_of,
)
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.raster import dataset, sources
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsRasterRange,
)


@pytest.fixture
def context(plugin):
    made = QgsProcessingContext()
    made.setProject(QgsProject.instance())
    yield made
    QgsProject.instance().clear()


def copies(inputs: dict[str, str], folder: Path, names: list[str]) -> list[str]:
    return [str(shutil.copy(inputs["stock"], folder / name)) for name in names]


def test_no_layer_is_made_of_a_path(context, feedback, inputs, folder):
    """Neither by QGIS's check nor by ours, nor for the run: its statistics would take time, and leave an `.aux.xml`."""
    target, *layers = copies(inputs, folder, ["target.tif", "first.tif", "second.tif"])
    parameters = {"TARGET": target, "LAYERS": layers, "CORRELATION": str(folder / "r.csv")}
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("carbonflow:rastercorrelationmatrix")
    for definition in algorithm.parameterDefinitions():
        # As `qgis_process` asks before it asks the algorithm.
        assert definition.checkValueIsAcceptable(parameters.get(definition.name()), context)
    assert algorithm.checkParameterValues(parameters, context) == (True, "")
    result, done = algorithm.run(parameters, context, feedback)
    assert done
    assert [row["layer"] for row in world.read_csv(result["CORRELATION"])] == ["target", "first", "second"]
    assert context.temporaryLayerStore().count() == 0


@pytest.mark.parametrize("name", ["a.tif", "a.b.tif", "A B.TIF", "中文 省.tif", "no ending", "two..dots.tif"])
def test_a_file_is_called_as_its_layer(context, inputs, folder, name):
    (path,) = copies(inputs, folder, [name])
    assert file_of(path, context) == path
    layer = QgsProcessingUtils.mapLayerFromString(path, context)
    assert band_of_file(path, 1).name == layer.name()
    # Now there is a layer, which is used.
    assert file_of(path, context) == ""


def test_a_layer_of_the_project_is_taken_with_what_the_user_excluded(run, inputs, folder):
    (path,) = copies(inputs, folder, ["landuse.tif"])
    shutil.copy(inputs["landuse"], path)
    layer = QgsRasterLayer(path, "land use")
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(40, 60)])
    QgsProject.instance().addMapLayer(layer)
    result = run("carbonstock", LANDUSE=path, OUTPUT="TEMPORARY_OUTPUT")
    codes = world.landuse_codes()
    expected = np.where((codes >= 40) & (codes <= 60), np.nan, world.densities(codes))
    np.testing.assert_allclose(world.read_raster(result["OUTPUT"]), expected, rtol=1e-5)


def test_paths_and_layers_in_one_list(run, inputs, folder):
    target, path, other = copies(inputs, folder, ["target.tif", "first.tif", "second.tif"])
    layers = [path, QgsRasterLayer(other, "my layer")]
    result = run("rastercorrelationmatrix", TARGET=target, LAYERS=layers, CORRELATION=str(folder / "r.csv"))
    assert [row["layer"] for row in world.read_csv(result["CORRELATION"])] == ["target", "first", "my layer"]


def test_what_is_no_raster_is_left_to_qgis(context, inputs, folder):
    table = world.write_text(folder / "table.tif", "no raster")
    (path,) = copies(inputs, folder, ["a.tif"])
    one, several = RasterParameter("ONE", "one"), RasterListParameter("SEVERAL", "several")
    several.setMinimumNumberInputs(2)
    for value in (table, str(folder / "missing.tif"), str(folder), "", None, 3, b"a", "a" * 5000, "a\0b"):
        assert file_of(value, context) == ""
        assert files_of([path, value], context) == []
        assert not one.checkValueIsAcceptable(value, context)
        assert not several.checkValueIsAcceptable([path, value], context)
    assert not several.checkValueIsAcceptable([path], context)
    assert one.checkValueIsAcceptable(path, context)
    assert several.checkValueIsAcceptable([path, path], context)


def test_a_container_of_rasters_is_left_to_qgis(context, folder):
    """A file whose rasters are subdatasets has no band of its own."""
    if gdal.GetDriverByName("netCDF") is None:
        pytest.skip("GDAL without netCDF")
    tif = world.write_raster(folder / "u.tif", np.full((2, 3, 4), 2.0), crs="EPSG:4326", origin=(105.0, 35.0), size=1.0)
    gdal.Translate(str(folder / "u.nc"), tif, format="netCDF")
    assert file_of(str(folder / "u.nc"), context) == ""


def test_a_band_that_is_not_there(inputs):
    with pytest.raises(RasterError, match=r"stock.*band 2"):
        band_of_file(inputs["stock"], 2)


def test_a_series_of_many_bands_is_not_opened_for_each(context, folder, monkeypatch):
    """Hourly winds of a year have 8760: a file is opened as often for 40 bands as for one."""
    opened = []
    open_dataset = dataset.open_dataset
    for module in (dataset, sources):
        monkeypatch.setattr(module, "open_dataset", lambda *given: opened.append(1) or open_dataset(*given))
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("carbonflow:prevailingwinduv")
    times = []
    for count in (1, 40):
        path = world.write_raster(folder / f"{count}.tif", np.zeros((count, 2, 3)))
        opened.clear()
        bands = Inputs(algorithm, {"U": path}, context, Progress()).all_bands("U")
        assert [band.band for band in bands] == list(range(1, count + 1))
        times.append(len(opened))
    assert times[0] == times[1]
