"""The shipped model that chains it all, headless: as its own help prints it, and with each optional input left out."""

from __future__ import annotations

import shlex

import numpy as np
import pytest
import qgis_world as world
from conftest import PROGRAM, algorithm
from osgeo import gdal
from qgis.core import QgsProcessingContext, QgsProcessingParameterDefinition

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")
MODEL = "carbonserviceflow"
RATIO = "balance:Ratio of emission to sequestration"
# Rows and columns of half a degree around the zones.
EAST, NORTH = np.arange(108.0, 111.0, 0.5), np.arange(36.0, 33.0, -0.5)


def write_wind(path, direction=250.0):
    """Write one NetCDF file of both components, as reanalysis comes: four hours of the wind from one direction."""
    driver = gdal.GetDriverByName("netCDF")
    if driver is None or not driver.GetMetadataItem("DCAP_CREATE_MULTIDIMENSIONAL"):
        pytest.skip("this GDAL writes no NetCDF of several variables")
    root = (dataset := driver.CreateMultiDimensional(str(path))).GetRootGroup()
    real, text = gdal.ExtendedDataType.Create(gdal.GDT_Float64), gdal.ExtendedDataType.CreateString()

    def array(name, dimensions, values, **attributes):
        made = root.CreateMDArray(name, dimensions, real)
        for key, value in attributes.items():
            made.CreateAttribute(key, [], text).WriteString(value)
        made.Write(np.ascontiguousarray(values, float))

    axes = {"time": np.arange(4.0), "latitude": NORTH, "longitude": EAST}
    units = {"time": "hours since 2020-01-01", "latitude": "degrees_north", "longitude": "degrees_east"}
    dimensions = [root.CreateDimension(name, None, None, len(values)) for name, values in axes.items()]
    for dimension, (name, values) in zip(dimensions, axes.items()):
        array(name, [dimension], values, units=units[name], standard_name=name)
    radians = np.radians(direction + np.zeros((4, len(NORTH), len(EAST))))
    array("u10", dimensions, -3 * np.sin(radians), units="m s**-1", standard_name="eastward_wind")
    array("v10", dimensions, -3 * np.cos(radians), units="m s**-1", standard_name="northward_wind")
    del dataset


@pytest.fixture
def files(tmp_path):
    """The folder in which the example of the help runs as it stands: the files that it names."""
    folder = tmp_path / "年 year"
    folder.mkdir()
    # The example's scheme is MODIS: cropland 12, woodland 5, built-up 13, grassland 10.
    codes = np.random.default_rng(2).choice(np.array([12, 5, 13, 10], "uint8"), (world.ROWS, world.COLS))
    world.write_raster(folder / "lulc.tif", codes, nodata=255)
    world.write_zones(folder / "provinces.gpkg")
    world.write_text(folder / "yearbook.csv", "province,population,cement\n北区,1000,50\n南区,500,20\n")
    write_wind(folder / "era5.nc")
    return folder


def example(plugin):
    """The arguments that the help prints, as a shell splits them."""
    text = algorithm(MODEL).shortHelpString()
    command = text[text.index(f"qgis_process run carbonflow:{MODEL} --") :].split("</")[0]
    return shlex.split(command.replace("&#x27;", "'").replace("&quot;", '"'))[1:]


def test_the_example_of_the_help_runs_as_it_stands(plugin, qgis_process, files):
    done = qgis_process(*example(plugin), folder=files)
    assert done.returncode == 0, done.stderr
    assert np.isfinite(world.read_raster(str(files / "ratio.tif"))).any()


def test_whatever_is_optional_can_be_left_out(plugin, files):
    """Each input alone; what is left out of the example, the wind's second component, was there in the test above."""
    model = algorithm(MODEL)
    optional = [
        one.name()
        for one in model.parameterDefinitions()
        if one.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
    ]
    outputs = {one.name() for one in model.destinationParameterDefinitions()}
    assert set(optional) == outputs | {"POOLS", "COEFFICIENTS", "V"}


def test_outputs_between_are_made_when_nobody_asks_for_them(plugin, qgis_process, files):
    """Only the table of flows between zones is wanted: emission, stock, wind and their rasters come in between."""
    arguments = [part for part in example(plugin) if not part.startswith(RATIO)]
    done = qgis_process(*arguments, "routing:Flows between zones=flows.csv", folder=files)
    assert done.returncode == 0, done.stderr
    assert {row["from_zone"] for row in world.read_rows(str(files / "flows.csv"))} == set(world.ZONES)
    assert not (files / "ratio.tif").exists()


def test_what_has_a_default_can_be_left_out(plugin, qgis_process, files):
    """Codes of CNLUCC, which is the first scheme."""
    codes = np.random.default_rng(2).choice(np.array([11, 21, 31, 51], "uint8"), (world.ROWS, world.COLS))
    world.write_raster(files / "lulc.tif", codes, nodata=255)
    arguments = [part for part in example(plugin) if not part.startswith(("SCHEME=", "CELL_SIZE="))]
    done = qgis_process(*arguments, folder=files)
    assert done.returncode == 0, done.stderr
    assert (files / "ratio.tif").exists()


def test_values_are_checked_as_those_of_a_tool_are(plugin):
    able, text = algorithm(MODEL).checkParameterValues({"CELL_SIZE": "1,5"}, QgsProcessingContext())
    assert not able
    assert text.startswith("CELL_SIZE (")


def test_a_town_smaller_than_a_cell_keeps_its_emission(plugin, qgis_process, files):
    """Grassland but for one cell of built-up land in the north; cells of the model are five of the map's wide."""
    codes = np.full((world.ROWS, world.COLS), 10, "uint8")
    codes[1, 2] = 13
    world.write_raster(files / "lulc.tif", codes, nodata=255)
    done = qgis_process(*example(plugin), "emission:Carbon emission=emission.tif", folder=files)
    assert done.returncode == 0, done.stderr
    assert "is 0 everywhere" not in done.stderr.replace("南区", "")
    emission = world.read_raster(str(files / "emission.tif"))
    soil = np.nanmin(emission)
    # In the north all human emission is where the town is: one cell, or a few that the map's cell falls into.
    north = emission[: len(emission) // 2]
    assert 0 < np.count_nonzero(north > soil * 1.0001) < north.size
