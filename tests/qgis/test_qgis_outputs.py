"""Every kind of output, and layers instead of paths as inputs: one algorithm after another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import qgis_world as world
from carbon_service_flow.core.raster.creation_options import lossless_codecs
from conftest import Recorder, algorithm, is_clean
from osgeo import gdal, ogr
from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsRasterRange,
    QgsVectorLayer,
)


@pytest.fixture
def stock(run, inputs):
    """Carbon stock with two tables; the common parameters are given."""

    def call(**more):
        base = {"LANDUSE": inputs["landuse"], "ZONES": inputs["zones"], "ZONE_FIELD": "name"}
        return run("carbonstock", **{**base, "OUTPUT": "TEMPORARY_OUTPUT", **more})

    return call


def zone_table_is_right(rows) -> bool:
    densities = world.densities(world.landuse_codes())
    expected = [np.nansum(densities[world.zone_rows(zone)]) * world.CELL_HA for zone in (0, 1)]
    names = [row["zone"] for row in rows]
    return names == list(world.ZONES) and [float(row["stock_t"]) for row in rows] == pytest.approx(expected)


def test_memory_layers(stock):
    result = stock(ZONE_TABLE="TEMPORARY_OUTPUT", CLASS_TABLE="memory:classes")
    assert zone_table_is_right(world.read_rows(result["ZONE_TABLE"]))
    assert len(world.read_rows(result["CLASS_TABLE"])) == 6
    assert Path(result["OUTPUT"]).suffix == ".tif"


@pytest.mark.parametrize("name", ["表 zones.csv", "表 zones.gpkg", "表 zones.xlsx", "表 zones.ods", "zones.geojson"])
def test_table_files(stock, folder, name):
    result = stock(ZONE_TABLE=str(folder / name))
    assert result["ZONE_TABLE"] == str(folder / name)
    assert zone_table_is_right(world.read_rows(result["ZONE_TABLE"]))
    assert is_clean(folder, name)


@pytest.mark.parametrize("name", ["zones.dbf", "zones.shp", "zones.txt"])
def test_formats_without_tables_are_refused(stock, folder, name):
    """QGIS writes nothing usable under these names; the raster is not left behind either."""
    with pytest.raises(QgsProcessingException, match="cannot be written") as caught:
        stock(OUTPUT=str(folder / "stock.tif"), ZONE_TABLE=str(folder / name))
    assert ".part-" not in str(caught.value)
    assert is_clean(folder)


def test_names_without_a_known_ending_become_geopackages(stock, folder):
    """As in QGIS's own algorithms."""
    result = stock(ZONE_TABLE=str(folder / "zones"), CLASS_TABLE=str(folder / "v1.2 classes"))
    assert result["ZONE_TABLE"] == str(folder / "zones.gpkg")
    assert zone_table_is_right(world.read_rows(result["ZONE_TABLE"]))
    assert len(world.read_rows(result["CLASS_TABLE"])) == 6
    assert is_clean(folder, "zones.gpkg", Path(result["CLASS_TABLE"]).name)


def test_a_layer_in_a_file_is_called_like_the_file(stock, folder):
    """Not like the temporary file."""
    for name in ("zones.gpkg", "zones.xlsx"):
        result = stock(ZONE_TABLE=str(folder / name))
        assert [layer.GetName() for layer in ogr.Open(result["ZONE_TABLE"])] == ["zones"]


def test_layer_in_an_existing_geopackage(stock, folder):
    package = world.write_zones(folder / "存 package.gpkg", layer="old")
    result = stock(ZONE_TABLE=f"ogr:dbname='{package}' table=\"new\" (geom)")
    assert sorted(layer.GetName() for layer in ogr.Open(package)) == ["new", "old"]
    assert zone_table_is_right(world.read_rows(f"{package}|layername=new"))
    assert zone_table_is_right(world.read_rows(result["ZONE_TABLE"]))


def test_existing_files_are_replaced(stock, folder):
    for name in ("zones.csv", "zones.gpkg", "stock.tif"):
        (folder / name).write_text("old")
    (folder / "stock.tif.aux.xml").write_text("statistics of the old raster")
    result = stock(
        OUTPUT=str(folder / "stock.tif"), ZONE_TABLE=str(folder / "zones.csv"), CLASS_TABLE=str(folder / "zones.gpkg")
    )
    assert zone_table_is_right(world.read_csv(result["ZONE_TABLE"]))
    assert world.read_raster(result["OUTPUT"]).shape == (world.ROWS, world.COLS)
    assert is_clean(folder, "stock.tif", "zones.csv", "zones.gpkg")


def test_an_input_can_be_replaced_by_the_output(run, folder):
    path = world.write_raster(folder / "a.tif", world.densities(np.full((8, 12), 21, np.uint8)))
    other = world.write_raster(folder / "b.tif", world.densities(np.full((8, 12), 31, np.uint8)))
    result = run("carbonstockchange", BEFORE=path, AFTER=other, YEARS=1, OUTPUT=path)
    np.testing.assert_allclose(world.read_raster(result["OUTPUT"]), 228.98 - 331.21, rtol=1e-5)


def test_rasters_are_tiled_compressed_described(stock, folder):
    result = stock(OUTPUT=str(folder / "s.TIF"), OUTPUT_POOLS=str(folder / "p.tiff"))
    for path, bands in (
        (result["OUTPUT"], ["carbon stock, t C/ha"]),
        (result["OUTPUT_POOLS"], [f"{pool}, t C/ha" for pool in ("c_above", "c_below", "c_soil", "c_dead")]),
    ):
        dataset = gdal.Open(path)
        assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "DEFLATE"
        for number, name in enumerate(bands, start=1):
            band = dataset.GetRasterBand(number)
            assert band.DataType == gdal.GDT_Float32
            assert band.GetNoDataValue() == np.finfo(np.float32).min
            assert band.GetDescription() == name
            assert band.GetUnitType() == "t C/ha"
            assert band.GetBlockSize() == [512, 512]


def test_temporary_rasters_have_the_fastest_codec_unless_another_is_chosen(stock, folder):
    fastest = "ZSTD" if "ZSTD" in lossless_codecs() else "DEFLATE"
    for given, output, codec in (
        ({}, "TEMPORARY_OUTPUT", fastest),
        ({"CREATION_OPTIONS": "COMPRESS=LZW"}, "TEMPORARY_OUTPUT", "LZW"),
        ({}, str(folder / "named.tif"), "DEFLATE"),
    ):
        path = stock(OUTPUT=output, **given)["OUTPUT"]
        assert gdal.Open(path).GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == codec


def test_optional_outputs_are_not_made(stock, folder):
    result = stock(OUTPUT=str(folder / "stock.tif"), OUTPUT_POOLS=None, CLASS_TABLE=None, ZONE_TABLE="")
    assert set(result) == {"OUTPUT", "AREA_HA", "STOCK_T", "MEAN_T_HA"}
    assert is_clean(folder, "stock.tif")


def test_tables_and_totals_need_no_raster(stock, folder):
    with_raster = stock(ZONE_TABLE=str(folder / "a.csv"), CLASS_TABLE=str(folder / "b.csv"))
    alone = stock(OUTPUT=None, ZONE_TABLE=str(folder / "c.csv"), CLASS_TABLE=str(folder / "d.csv"))
    assert "OUTPUT" not in alone
    for name in ("AREA_HA", "STOCK_T", "MEAN_T_HA"):
        assert alone[name] == with_raster[name]
    assert (folder / "a.csv").read_bytes() == (folder / "c.csv").read_bytes()
    assert (folder / "b.csv").read_bytes() == (folder / "d.csv").read_bytes()


def test_outputs_are_loaded_into_the_project_when_asked(plugin, inputs, folder):
    """As the dialog does it: every output once, with the name that the user sees."""
    from qgis.core import QgsProcessingContext

    context = QgsProcessingContext()
    project = QgsProject.instance()
    context.setProject(project)
    targets = {"OUTPUT": folder / "stock.tif", "ZONE_TABLE": folder / "z.gpkg", "CLASS_TABLE": "TEMPORARY_OUTPUT"}
    parameters = {name: QgsProcessingOutputLayerDefinition(str(path), project) for name, path in targets.items()}
    parameters.update(LANDUSE=inputs["landuse"], ZONES=inputs["zones"], ZONE_FIELD="name")
    results, ok = algorithm("carbonstock").run(parameters, context, Recorder())
    assert ok
    loaded = context.layersToLoadOnCompletion()
    assert set(loaded) == {results[name] for name in targets}
    assert {details.outputName for details in loaded.values()} == set(targets)
    assert loaded[results["ZONE_TABLE"]].name == "Table by zone"


def test_chain_with_layer_objects(run, inputs, folder):
    """Results of one step, as layers, are the inputs of the next."""
    landuse = QgsRasterLayer(inputs["landuse"], "land use")
    zones = QgsVectorLayer(inputs["zones"], "zones")
    grid = run("studygrid", AREA=zones, CRS=zones.crs(), CELL_SIZE=1000, OUTPUT="TEMPORARY_OUTPUT")
    aligned = run("aligntogrid", INPUT=landuse, KIND=0, GRID=grid["OUTPUT"], OUTPUT="TEMPORARY_OUTPUT")
    stock = run("carbonstock", LANDUSE=aligned["OUTPUT"], OUTPUT="TEMPORARY_OUTPUT")
    statistics = QgsVectorLayer(inputs["statistics"], "yearbook", "ogr")
    emission = run(
        "carbonemissions",
        LANDUSE=QgsRasterLayer(aligned["OUTPUT"], "aligned"),
        ZONES=zones,
        ZONE_FIELD="name",
        STATISTICS=statistics,
        STATISTICS_ZONE_FIELD="province",
        OUTPUT=str(folder / "emission.tif"),
    )
    balance = run(
        "supplydemandratio",
        EMISSION=QgsRasterLayer(emission["OUTPUT"], "emission"),
        SEQUESTRATION=stock["OUTPUT"],
        ZONES=zones,
        ZONE_FIELD="name",
        OUTPUT_DIFFERENCE="TEMPORARY_OUTPUT",
        OUTPUT_RATIO="TEMPORARY_OUTPUT",
        OUTPUT_FLOW="TEMPORARY_OUTPUT",
        ZONE_TABLE="TEMPORARY_OUTPUT",
    )
    expected = world.densities(world.landuse_codes())
    difference = world.read_raster(balance["OUTPUT_DIFFERENCE"])
    np.testing.assert_allclose(difference + world.read_raster(emission["OUTPUT"]), expected, rtol=1e-5)
    assert balance["EMISSION_T"] == pytest.approx(emission["EMISSION_T"], rel=1e-6)
    assert balance["SEQUESTRATION_T"] == pytest.approx(stock["STOCK_T"], rel=1e-6)
    assert sum(row["emission_t"] for row in world.read_rows(balance["ZONE_TABLE"])) == pytest.approx(
        balance["EMISSION_T"]
    )


def test_only_selected_features(run, inputs, folder):
    zones = QgsVectorLayer(inputs["zones"], "zones")
    zones.selectByExpression("name = '南区'")
    QgsProject.instance().addMapLayer(zones)
    selected = QgsProcessingFeatureSourceDefinition(zones.id(), selectedFeaturesOnly=True)
    statistics = QgsVectorLayer(inputs["statistics"], "yearbook", "ogr")
    statistics.selectByExpression("province = '南区'")
    QgsProject.instance().addMapLayer(statistics)
    rows = QgsProcessingFeatureSourceDefinition(statistics.id(), selectedFeaturesOnly=True)
    result = run(
        "carbonemissions",
        LANDUSE=inputs["landuse"],
        ZONES=selected,
        ZONE_FIELD="name",
        STATISTICS=rows,
        STATISTICS_ZONE_FIELD="province",
        OUTPUT=str(folder / "e.tif"),
        ZONE_TABLE=str(folder / "z.csv"),
    )
    assert np.isnan(world.read_raster(result["OUTPUT"])[:4]).all()
    assert [row["zone"] for row in world.read_csv(result["ZONE_TABLE"])] == ["南区"]


def test_netcdf_subdataset(run, folder):
    """A path such as NETCDF:"f.nc":u10, which is no file name."""
    if gdal.GetDriverByName("netCDF") is None:
        pytest.skip("GDAL without netCDF")
    u = np.full((2, 3, 4), 2.0)
    for name, array in (("u10", u), ("v10", np.zeros_like(u))):
        tif = world.write_raster(folder / f"{name}.tif", array, crs="EPSG:4326", origin=(105.0, 35.0), size=0.25)
        gdal.Translate(str(folder / f"{name} 风.nc"), tif, format="netCDF")
    paths = [f'NETCDF:"{folder / f"{name} 风.nc"}":Band1' for name in ("u10", "v10")]
    single = [QgsRasterLayer(path, "w") for path in paths]
    assert all(layer.isValid() for layer in single)
    files = [gdal.Open(str(folder / f"{name} 风.nc")).RasterCount for name in ("u10", "v10")]
    assert files == [0, 0]
    result = run("prevailingwinduv", U=single[0], V=paths[1], OUTPUT_DIRECTION=str(folder / "d.tif"))
    np.testing.assert_array_equal(world.read_raster(result["OUTPUT_DIRECTION"]), np.full((3, 4), 270.0))


def test_additional_nodata_values_of_a_layer(run, inputs):
    """What the user excludes in the layer's properties is missing for us, too: as value and as range."""
    landuse = QgsRasterLayer(inputs["landuse"], "land use")
    landuse.dataProvider().setUserNoDataValue(1, [QgsRasterRange(40, 60)])
    result = run("carbonstock", LANDUSE=landuse, OUTPUT="TEMPORARY_OUTPUT")
    codes = world.landuse_codes()
    expected = np.where((codes >= 40) & (codes <= 60), np.nan, world.densities(codes))
    np.testing.assert_allclose(world.read_raster(result["OUTPUT"]), expected, rtol=1e-5)


def test_additional_nodata_values_of_wind_layers(run, folder):
    u = np.array([[[2.0, 99.0]], [[2.0, -2.0]], [[2.0, -2.0]]])
    layers = []
    for name, array in (("u", u), ("v", np.zeros_like(u))):
        layers.append(QgsRasterLayer(world.write_raster(folder / f"{name}.tif", array), name))
    for band in (1, 2, 3):
        layers[0].dataProvider().setUserNoDataValue(band, [QgsRasterRange(99, 99)])
    result = run(
        "prevailingwinduv",
        U=layers[0],
        V=layers[1],
        OUTPUT_DIRECTION=str(folder / "d.tif"),
        OUTPUT_SPEED=str(folder / "s.tif"),
    )
    np.testing.assert_array_equal(world.read_raster(result["OUTPUT_SPEED"]), [[2.0, 2.0]])
    np.testing.assert_array_equal(world.read_raster(result["OUTPUT_DIRECTION"]), [[270.0, 90.0]])


def test_source_nodata_can_be_switched_off(run, inputs):
    landuse = QgsRasterLayer(inputs["landuse"], "land use")
    landuse.dataProvider().setUseSourceNoDataValue(1, False)
    result = run("carbonstock", LANDUSE=landuse, UNKNOWN=1, OUTPUT="TEMPORARY_OUTPUT")
    assert result["AREA_HA"] == (world.landuse_codes() != world.NODATA_CODE).sum() * world.CELL_HA


def test_a_filtered_csv_layer_counts_only_what_it_shows(run, inputs, folder):
    """A subset filter on a loaded CSV is respected, though we read CSV files ourselves."""
    uri = Path(inputs["statistics"]).as_uri() + "?type=csv&delimiter=,&detectTypes=yes&geomType=none"
    statistics = QgsVectorLayer(uri, "yearbook", "delimitedtext")
    assert statistics.isValid()
    statistics.setSubsetString("province = '北区'")
    result = run(
        "carbonemissions",
        LANDUSE=inputs["landuse"],
        ZONES=inputs["zones"],
        ZONE_FIELD="name",
        STATISTICS=statistics,
        UNMATCHED=1,
        OUTPUT=str(folder / "e.tif"),
    )
    assert np.isnan(world.read_raster(result["OUTPUT"])[4:]).all()
    assert len(list(statistics.getFeatures(QgsFeatureRequest()))) == 1
