"""Rasters given by their paths: no layer is made of them, and all is as if one were."""

from __future__ import annotations

import gzip
import shutil
import zipfile
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
    QgsCoordinateReferenceSystem,
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


def test_a_crs_that_was_set_for_the_layer_alone_is_told(run, inputs, feedback):
    """Core reads the file, which says another."""
    layer = QgsRasterLayer(inputs["landuse"], "shown elsewhere")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    QgsProject.instance().addMapLayer(layer)
    run("carbonstock", LANDUSE=layer.id(), OUTPUT="TEMPORARY_OUTPUT")
    assert feedback.warned("shown elsewhere", "EPSG:32633", "Assign Projection")
    count = len(feedback.warnings)
    layer.setCrs(layer.dataProvider().crs())
    run("carbonstock", LANDUSE=layer.id(), OUTPUT="TEMPORARY_OUTPUT")
    assert not any("Assign Projection" in text for text in feedback.warnings[count:])


def test_paths_and_layers_in_one_list(run, inputs, folder):
    target, path, other = copies(inputs, folder, ["target.tif", "first.tif", "second.tif"])
    layers = [path, QgsRasterLayer(other, "my layer")]
    result = run("rastercorrelationmatrix", TARGET=target, LAYERS=layers, CORRELATION=str(folder / "r.csv"))
    assert [row["layer"] for row in world.read_csv(result["CORRELATION"])] == ["target", "first", "my layer"]


def test_what_is_no_file_is_left_to_qgis(context, inputs, folder):
    (path,) = copies(inputs, folder, ["a.tif"])
    one, several = RasterParameter("ONE", "one"), RasterListParameter("SEVERAL", "several")
    several.setMinimumNumberInputs(2)
    missing = str(folder / "missing.tif")
    for value in (missing, f'NETCDF:"{missing}":u', f"/vsizip/{missing}/a", "", None, 3, b"a", "a" * 5000, "a\0b"):
        assert file_of(value, context) == ""
        assert files_of([path, value], context) == []
        assert not one.checkValueIsAcceptable(value, context)
        assert not several.checkValueIsAcceptable([path, value], context)
    assert not several.checkValueIsAcceptable([path], context)
    assert one.checkValueIsAcceptable(path, context)
    assert several.checkValueIsAcceptable([path, path], context)


def test_what_is_there_is_never_called_missing(fails, context, folder):
    """A text, a folder, an empty file pass QGIS's check, and core says what they are."""
    one = RasterParameter("ONE", "one")
    for name, content, words in (("table.tif", "no raster", "text file"), ("empty.tif", "", "empty (0 bytes)")):
        path = world.write_text(folder / name, content)
        assert file_of(path, context) == path
        assert one.checkValueIsAcceptable(path, context)
        said = fails("carbonstock", LANDUSE=path, OUTPUT="TEMPORARY_OUTPUT")
        assert words in said
        assert "not found" not in said
    assert "it is a folder without a raster" in fails(
        "carbonstock", LANDUSE=str(folder / ".."), OUTPUT="TEMPORARY_OUTPUT"
    )


def netcdf(folder, name, bands):
    """A NetCDF file with a variable Band1, Band2, ... for each band."""
    if gdal.GetDriverByName("netCDF") is None:
        pytest.skip("GDAL without netCDF")
    cells = np.full((bands, 3, 4), 2.0)
    tif = world.write_raster(folder / "cells.tif", cells, crs="EPSG:4326", origin=(105.0, 35.0), size=1.0)
    gdal.Translate(str(folder / name), tif, format="netCDF")
    return str(folder / name)


def test_a_container_of_several_rasters_lists_them(fails, context, folder):
    path = netcdf(folder, "u.nc", 2)
    assert file_of(path, context) == path
    said = fails("carbonstock", LANDUSE=path, OUTPUT="TEMPORARY_OUTPUT")
    assert "u.nc holds 2 rasters: Band1 (3 x 4" in said
    assert f'NETCDF:"{path}":Band1' in said
    assert file_of(f'NETCDF:"{path}":Band1', context) == f'NETCDF:"{path}":Band1'


def test_a_subdataset_on_no_disk_is_opened(context, inputs):
    """What GDAL reaches and the file system does not: a part of a file here, a server elsewhere."""
    name = f"GTIFF_DIR:1:/vsisubfile/0_1000000,{inputs['stock']}"
    assert file_of(name, context) == name
    assert file_of(name.replace("/vsisubfile/0_", "/vsisubfile/99_"), context) == ""
    assert file_of("WCS:https://no.such.server.invalid/:x", context) == ""


@pytest.mark.parametrize("form", ["{zip}", "/vsizip/{zip}/in/landuse.tif", "{gz}", "/vsigzip/{gz}"])
def test_rasters_in_archives(run, inputs, folder, form):
    packed, zipped = folder / "landuse.zip", folder / "landuse.tif.gz"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(inputs["landuse"], "in/landuse.tif")
        archive.writestr("readme.txt", "text")
    with open(inputs["landuse"], "rb") as source:
        zipped.write_bytes(gzip.compress(source.read()))
    path = form.format(zip=packed, gz=zipped)
    before = sorted(entry.name for entry in folder.iterdir())
    result = run("carbonstock", LANDUSE=path, OUTPUT="TEMPORARY_OUTPUT")
    plain = run("carbonstock", LANDUSE=inputs["landuse"], OUTPUT="TEMPORARY_OUTPUT")
    assert (result["STOCK_T"], result["AREA_HA"]) == (plain["STOCK_T"], plain["AREA_HA"])
    # Neither an unpacked copy nor statistics lie beside the data.
    assert sorted(entry.name for entry in folder.iterdir()) == before


def test_an_archive_in_a_list_beside_a_layer(run, inputs, folder):
    target, path, other = copies(inputs, folder, ["target.tif", "first.tif", "second.tif"])
    with zipfile.ZipFile(folder / "first.zip", "w") as archive:
        archive.write(path, "first.tif")
    layers = [str(folder / "first.zip"), QgsRasterLayer(other, "my layer")]
    result = run("rastercorrelationmatrix", TARGET=target, LAYERS=layers, CORRELATION=str(folder / "r.csv"))
    assert [row["layer"] for row in world.read_csv(result["CORRELATION"])] == ["target", "first", "my layer"]


def test_no_statistics_are_left_beside_inputs(run, folder):
    """QGIS writes .aux.xml beside what it makes a layer of."""
    paths = [netcdf(folder, name, 1) for name in ("u10.nc", "v10.nc")]
    for form in ("{}", 'NETCDF:"{}":Band1'):
        u, v = (form.format(path) for path in paths)
        run("prevailingwinduv", U=u, V=v, OUTPUT_DIRECTION="TEMPORARY_OUTPUT")
    assert [entry.name for entry in folder.iterdir() if "aux" in entry.name] == []


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
