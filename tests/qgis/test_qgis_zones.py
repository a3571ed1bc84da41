"""Zones as layers hold them: encodings that no file says, geometry that is no polygon, areas, cells in no zone."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
import qgis_world as world
from conftest import is_clean
from osgeo import ogr, osr
from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject, QgsVectorLayer

RIGHT, BOTTOM = world.LEFT + world.COLS * world.SIZE, world.TOP - world.ROWS * world.SIZE
LINE = f"LINESTRING({world.LEFT} {BOTTOM},{RIGHT} {world.TOP})"


def write_shapefile(
    path: Path, names: tuple[str, ...] = world.ZONES, encoding: str = "gbk", driver: int = 0, field: str = "name"
) -> str:
    """The two zones as a shapefile whose table holds `encoding`, by its bytes, without saying so."""
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path))
    reference = osr.SpatialReference()
    reference.SetFromUserInput(world.CRS)
    layer = source.CreateLayer(path.stem, reference, ogr.wkbPolygon, ["ENCODING=UTF-8"])
    column = ogr.FieldDefn("name", ogr.OFTString)
    column.SetWidth(30)
    layer.CreateField(column)
    for index, (_, shape) in enumerate(world.zone_shapes()):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("name", f"<{index}>")
        feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        layer.CreateFeature(feature)
    layer = source = None
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    table[29] = driver
    for index, name in enumerate(names):
        place = table.index(f"<{index}>".encode())
        table[place : place + 30] = name.encode(encoding).ljust(30)
    table[32:43] = field.encode(encoding).ljust(11, b"\0")
    path.with_suffix(".dbf").write_bytes(table)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    return str(path)


@pytest.fixture
def stock(run, inputs):
    """Areas (ha) by zone of `carbonstock`."""

    def call(zones, field: str = "name", **more) -> dict[str, float]:
        parameters = {"LANDUSE": inputs["landuse"], "SCHEME": 0, "ZONES": zones, "ZONE_FIELD": field}
        result = run("carbonstock", **{**parameters, "OUTPUT": "TEMPORARY_OUTPUT", "ZONE_TABLE": "memory:", **more})
        call.result = result
        return {row["zone"]: row["area_ha"] for row in world.read_rows(result["ZONE_TABLE"])}

    return call


@pytest.mark.parametrize(("encoding", "driver"), [("gbk", 0), ("gbk", 0x57), ("gb18030", 0), ("utf-8", 0x57)])
def test_names_of_an_undeclared_encoding_are_read_by_their_bytes(stock, inputs, tmp_path, feedback, encoding, driver):
    """0x57, "ANSI", is read as Latin 1 by QGIS: letters that are none, but not damaged."""
    areas = stock(write_shapefile(tmp_path / "old.shp", encoding=encoding, driver=driver))
    assert areas == stock(inputs["zones"])
    assert list(areas) == list(world.ZONES)
    assert feedback.warned("old", "encoding", "GB18030" if encoding.startswith("gb") else "UTF-8")


def test_each_run_is_told_how_texts_are_read(stock, tmp_path, feedback):
    """By path: QGIS finds the layer that the check of the parameters has read anew, and that is told as well."""
    path = write_shapefile(tmp_path / "old.shp")
    for count in (1, 2, 3):
        assert list(stock(path)) == list(world.ZONES)
        assert len([text for text in feedback.warnings if "does not say the encoding" in text]) == count


def test_names_of_utf_8_are_as_before_and_not_worth_a_word(stock, tmp_path, feedback):
    assert list(stock(write_shapefile(tmp_path / "new.shp", encoding="utf-8"))) == list(world.ZONES)
    assert not feedback.warned("encoding")


def test_a_field_s_name_is_in_that_encoding_too(stock, tmp_path):
    """As it is, and as the dialog shows it: with characters that could not be read."""
    path = write_shapefile(tmp_path / "old.shp", field="名称")
    assert list(stock(path, "名称")) == list(world.ZONES)
    assert list(stock(path, QgsVectorLayer(path, "old", "ogr").fields().names()[0])) == list(world.ZONES)


def test_a_layer_keeps_its_selection_and_the_user_s_encoding(stock, tmp_path, feedback):
    layer = QgsVectorLayer(write_shapefile(tmp_path / "old.shp"), "old", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByIds([1])
    assert list(stock(QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True))) == [world.ZONES[1]]
    assert feedback.warned("encoding", "GB18030")
    assert layer.dataProvider().encoding() == "UTF-8", "the project's layer is not touched"
    count = len(feedback.warnings)
    layer.setProviderEncoding("GBK")
    assert list(stock(layer)) == list(world.ZONES)
    assert not any("encoding" in text for text in feedback.warnings[count:])


def test_a_shapefile_in_an_archive_or_a_folder(stock, tmp_path):
    (tmp_path / "folder").mkdir()
    write_shapefile(tmp_path / "folder" / "old.shp")
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        for path in (tmp_path / "folder").iterdir():
            archive.write(path, path.name)
    for source in (f"/vsizip/{tmp_path}/old.zip", f"/vsizip/{tmp_path}/old.zip/old.shp", f"{tmp_path}/folder"):
        layer = QgsVectorLayer(source, "old", "ogr")
        QgsProject.instance().addMapLayer(layer)
        assert list(stock(layer)) == list(world.ZONES), source


@pytest.mark.parametrize("names", [world.ZONES, ("São", "Pará")])
def test_names_that_cannot_be_read_are_an_error(fails, inputs, folder, tmp_path, names):
    """A .cpg that says UTF-8 beside GBK; Latin 1, which is no Chinese."""
    chinese = names == world.ZONES
    path = write_shapefile(tmp_path / "wrong.shp", names, "gbk" if chinese else "latin-1")
    if chinese:
        (tmp_path / "wrong.cpg").write_text("UTF-8")
    for tool, more in (
        ("carbonstock", {"LANDUSE": inputs["landuse"], "SCHEME": 0, "ZONE_TABLE": str(folder / "z.csv")}),
        ("carbonemissions", {"LANDUSE": inputs["landuse"], "STATISTICS": inputs["statistics"]}),
    ):
        reason = fails(tool, ZONES=path, ZONE_FIELD="name", OUTPUT=str(folder / "out.tif"), **more)
        assert "wrong, field name: 2 texts hold characters that could not be read" in reason
        assert "read as UTF-8" in reason
        assert "Data source encoding" in reason
        assert is_clean(folder)


def test_stations_are_asked_the_same(fails, tmp_path):
    layer = QgsVectorLayer("Point?crs=EPSG:4326&field=station:string&field=wind:double", "stations", "memory")
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY

    feature = QgsFeature(layer.fields())
    feature.setAttributes(["\ufffd\ufffd", 90.0])
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(110, 30)))
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    parameters = {"STATION_FIELD": "station", "DIRECTION_FIELD": "wind", "OUTPUT": "memory:"}
    reason = fails("prevailingwindstations", INPUT=layer, **parameters)
    assert "field station: 1 texts hold characters" in reason


def test_lines_and_points_among_zones(stock, run, fails, inputs, tmp_path, feedback):
    """Drawn last, through all cells: they take none. Alone, they are refused by what they are."""
    areas = stock(inputs["zones"])
    mixed = mixed_layer(tmp_path / "mixed.gpkg", [*world.zone_shapes(), ("界线", LINE), ("点", "POINT(400500 499500)")])
    assert stock(mixed) == areas
    assert feedback.warned("mixed", "no polygons", "(2)", "界线 (Line String)", "点 (Point)")
    alone = mixed_layer(tmp_path / "alone.gpkg", [("界线", LINE)])
    for tool, more in (
        ("carbonstock", {"LANDUSE": inputs["landuse"], "SCHEME": 0, "ZONES": alone}),
        ("supplydemandratio", {"EMISSION": inputs["emission"], "SEQUESTRATION": inputs["stock"], "ZONES": alone}),
        ("studygrid", {"AREA": alone, "CELL_SIZE": 1000}),
    ):
        outputs = {"OUTPUT_RATIO" if tool == "supplydemandratio" else "OUTPUT": "TEMPORARY_OUTPUT"}
        reason = fails(tool, **more, **outputs)
        assert "alone has no polygons with an area: its geometry is Line String (1)" in reason, tool


def test_totals_stay_with_their_feature_where_another_is_left_out(run, inputs, tmp_path, feedback):
    """A line with a total before the two zones: its total is nobody's, and is told; theirs are where they were."""
    shapes = [("界线", LINE), *world.zone_shapes()]
    zones = mixed_layer(tmp_path / "totals.gpkg", shapes, numbers=[5.0, 100.0, 200.0])
    run("spatializetotals", ZONES=zones, FIELD="people", GRID=inputs["landuse"], UNIT=0, OUTPUT=str(tmp_path / "o.tif"))
    cells = world.read_raster(str(tmp_path / "o.tif"))
    assert np.nansum(cells[:4]) == pytest.approx(100)
    assert np.nansum(cells[4:8]) == pytest.approx(200)
    assert feedback.warned("no polygons", "1 (Line String)")


def mixed_layer(path: Path, shapes, numbers=()) -> str:
    """As `world.write_zones`, in a layer of any geometry."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    reference = osr.SpatialReference()
    reference.SetFromUserInput(world.CRS)
    layer = source.CreateLayer("zones", reference, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("people", ogr.OFTReal))
    for index, (name, shape) in enumerate(shapes):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("name", name)
        if index < len(numbers):
            feature.SetField("people", numbers[index])
        feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        layer.CreateFeature(feature)
    layer = source = None
    return str(path)


def test_a_study_area_off_the_grid_and_one_between_the_cells(fails, inputs, folder, tmp_path):
    common = {
        "LANDUSE": inputs["landuse"],
        "ZONES": inputs["zones"],
        "ZONE_FIELD": "name",
        "STATISTICS": inputs["statistics"],
        "OUTPUT": str(folder / "o.tif"),
    }
    far = world.write_zones(tmp_path / "far.gpkg", [("x", world.rectangle(0, 0, 1000, 1000))])
    assert "The area far does not meet the grid" in fails("carbonemissions", **common, STUDY_AREA=far)
    sliver = world.rectangle(world.LEFT + 10, world.TOP - 20, world.LEFT + 20, world.TOP - 10)
    thin = world.write_zones(tmp_path / "thin.gpkg", [("x", sliver)])
    assert "in the area thin" in fails("carbonemissions", **common, STUDY_AREA=thin)
    assert is_clean(folder)


def test_zones_smaller_than_a_cell_and_cells_in_no_zone_are_told(stock, tmp_path, feedback):
    """The northern zone alone, and a sliver: the south's cells with land use are told, with their area."""
    sliver = ("小区", world.rectangle(world.LEFT + 10, world.TOP - 20, world.LEFT + 20, world.TOP - 10))
    areas = stock(world.write_zones(tmp_path / "north.gpkg", [world.zone_shapes()[0], sliver]))
    assert areas["小区"] == 0
    assert feedback.warned("no centre of a cell", "小区", "smaller cells")
    outside = stock.result["AREA_HA"] - areas[world.ZONES[0]]
    cells = round(outside * 1e4 / world.SIZE**2)
    assert feedback.warned(f"{cells} cells with data ({outside:.10g} ha) lie in no zone of north")


def test_a_declared_encoding_that_the_texts_are_not_in_is_told(stock, tmp_path, feedback):
    """A .cpg that says Latin 1, as old programs write, beside names in GBK: every byte is a character there."""
    path = write_shapefile(tmp_path / "declared.shp")
    (tmp_path / "declared.cpg").write_text("ISO-8859-1")
    stock(path)
    assert feedback.warned("declared", "read as ISO-8859-1", "GB18030", ".cpg")


def test_names_that_became_question_marks_are_no_zones(fails, inputs, folder, tmp_path):
    """A program that could not write Chinese wrote ?? for both provinces: they would be one zone."""
    path = write_shapefile(tmp_path / "lost.shp", ("??", "??"), "ascii")
    reason = fails(
        "carbonstock", LANDUSE=inputs["landuse"], SCHEME=0, ZONES=path, ZONE_FIELD="name", OUTPUT=str(folder / "o.tif")
    )
    assert "lost, field name: 2 texts hold characters that could not be read, the first is ??" in reason
