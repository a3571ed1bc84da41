"""Tables as people have them, by path and as layers: what QGIS shows of a layer counts, what core reads of a file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import qgis_world as world
from carbon_service_flow.algorithms.framework.compatibility import field_type
from carbon_service_flow.algorithms.framework.table_parameters import with_table_layers
from osgeo import gdal, ogr
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtCore import QUrl

# 0.079 t C a head and year: 1000 and 500 people.
PEOPLE = "province,population\n北区,1000\n南区,500\n"
RIGHT = [79.0, 39.5]
KEY = {"STATISTICS_ZONE_FIELD": "province"}
YEARBOOK = "统计年鉴\n指标：人口\n\nprovince,population\n,人\n北区,1000\n南区,500\n注：年末数\n资料来源：统计局\n"


@pytest.fixture
def people(run, inputs, folder):
    """Return t C of the people of both zones, from a table of statistics."""

    def call(statistics: object, source: str = "population", **more: object) -> list[float]:
        given = {"LANDUSE": inputs["landuse"], "ZONES": inputs["zones"], "ZONE_FIELD": "name", **KEY}
        outputs = {"OUTPUT": str(folder / "emission.tif"), "ZONE_TABLE": str(folder / "zones.csv")}
        result = run("carbonemissions", **{**given, **outputs, "STATISTICS": statistics, **more})
        return [float(row[f"{source}_t"]) for row in world.read_csv(result["ZONE_TABLE"])]

    return call


@pytest.fixture
def people_fail(fails, inputs, folder):
    def call(statistics: object, **more: object) -> str:
        given = {"LANDUSE": inputs["landuse"], "ZONES": inputs["zones"], "ZONE_FIELD": "name", **KEY}
        return fails("carbonemissions", **{**given, "OUTPUT": str(folder / "a.tif"), "STATISTICS": statistics, **more})

    return call


def told(feedback, *words: str) -> bool:
    return any(all(word in line for word in words) for line in feedback.infos)


def delimited(path: str, **settings: str) -> QgsVectorLayer:
    options = "&".join(f"{key}={value}" for key, value in {"type": "csv", "geomType": "none", **settings}.items())
    layer = QgsVectorLayer(f"{QUrl.fromLocalFile(path).toEncoded().data().decode()}?{options}", "text", "delimitedtext")
    assert layer.isValid()
    assert layer.featureCount()
    return layer


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_yearbook_by_its_path(people, feedback, tmp_path, encoding) -> None:
    """QGIS makes no layer of most of these, and of others one whose columns are the title's."""
    path = world.write_text(tmp_path / "年鉴.csv", YEARBOOK, encoding)
    assert people(path) == pytest.approx(RIGHT)
    assert told(feedback, "header of table 年鉴.csv is line 4", "lines 1, 2", "统计年鉴")
    assert told(feedback, "line 5 left out as units", "人")
    assert told(feedback, "lines 8, 9 left out as notes", "统计局")
    assert people(QgsProcessingFeatureSourceDefinition(path)) == pytest.approx(RIGHT)


def test_a_yearbook_loaded_as_a_layer_is_read_by_its_path(people, tmp_path) -> None:
    content = YEARBOOK.replace("统计年鉴\n", "统计年鉴,\n")
    layer = QgsVectorLayer(world.write_text(tmp_path / "a.csv", content), "loaded", "ogr")
    assert layer.isValid()
    assert people(layer) == pytest.approx(RIGHT)


def test_a_column_of_words_or_no_header_at_all_is_said(people_fail, tmp_path) -> None:
    path = world.write_text(tmp_path / "a.csv", "A title\nregion,population\n北区,1\n", "utf-16")
    text = people_fail(path)
    assert "a.csv" in text
    assert "header" in text
    assert "not found" not in text


@pytest.mark.parametrize(
    ("content", "settings"),
    [
        ("province|population\n北区|1000\n南区|500\n", {"delimiter": "%7C"}),
        (
            "x\ny\nprovince;population\n北区;1000,0\n南区;500,0\n",
            {"delimiter": ";", "decimalPoint": ",", "skipLines": "2"},
        ),
        ("province;population\n北区;1.000,0\n南区;500\n", {"delimiter": ";", "decimalPoint": ",", "detectTypes": "no"}),
        ("province;population\n北区;1,000\n南区;0,500\n", {"delimiter": ";", "decimalPoint": ",", "detectTypes": "no"}),
        ("province,population\n北区,'1,000'\n南区,500\n", {"delimiter": ",", "quote": "'", "detectTypes": "no"}),
    ],
)
def test_layers_of_delimited_text_mean_what_qgis_shows(people, tmp_path, content, settings) -> None:
    path = world.write_text(tmp_path / "a.csv", content)
    right = [0.079, 0.0395] if "0,500" in content else RIGHT
    assert people(delimited(path, encoding="UTF-8", **settings)) == pytest.approx(right)


def test_a_layer_without_a_header_has_the_fields_that_qgis_gives_it(people, tmp_path) -> None:
    layer = delimited(world.write_text(tmp_path / "a.csv", "北区,1000\n南区,500\n"), useHeader="no", delimiter=",")
    plain = "source,coefficient,per,carbon_unit,proxy\nfield_2,0.079,head,C,even\n"
    factors = world.write_text(tmp_path / "f.csv", plain)
    assert people(layer, "field_2", STATISTICS_ZONE_FIELD="field_1", COEFFICIENTS=factors) == pytest.approx(RIGHT)


def test_a_subset_of_a_csv_layer_counts(people, tmp_path) -> None:
    path = world.write_text(tmp_path / "a.csv", PEOPLE.replace("\n北区", "\n北区,9\n北区"))
    layer = QgsVectorLayer(path, "a", "ogr")
    assert layer.setSubsetString("population <> '9'")
    assert people(layer) == pytest.approx(RIGHT)


def write_sheets(path: Path, *sheets: tuple[str, list[list[object]]]) -> str:
    driver = gdal.GetDriverByName("XLSX")
    if driver is None:
        pytest.skip("this GDAL has no driver XLSX")
    dataset = driver.Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    for name, rows in sheets:
        layer = dataset.CreateLayer(name)
        for column, cell in enumerate(rows[0]):
            layer.CreateField(ogr.FieldDefn(str(cell or f"_{column}"), ogr.OFTString))
        for row in rows[1:]:
            feature = ogr.Feature(layer.GetLayerDefn())
            for column, cell in enumerate(row):
                if cell != "":
                    feature.SetField(column, cell)
            layer.CreateFeature(feature)
    dataset = None
    return str(path)


SHEET = [
    ["统计年鉴", "", ""],
    ["province", "population", "x"],
    ["", "(人)", ""],
    ["北区", "1,000.0*", ""],
    ["南区", "500", ""],
    ["注：年末数", "", ""],
]


def test_a_sheet_by_path_and_as_a_layer(people, feedback, tmp_path) -> None:
    """The sheet with the columns is taken of a path, the one that is chosen of a layer."""
    other = [["province", "population"], ["北区", "1"], ["南区", "2"]]
    path = write_sheets(
        tmp_path / "年鉴.xlsx", ("cover", [["Contents", ""], ["a", "b"]]), ("2015", SHEET), ("2016", other)
    )
    assert people(path) == pytest.approx(RIGHT)
    assert told(feedback, "footnote marks", "line 4")
    doubt = next(line for line in feedback.warnings if "several sheets" in line)
    assert "2015 is read, cover, 2016 are not. But 2016 have the columns needed, too" in doubt
    assert "layername=2016" in doubt
    for source, right in ((f"{path}|layername=2015", RIGHT), (f"{path}|layername=2016", [0.079, 0.158])):
        assert people(source) == pytest.approx(right)
        layer = QgsVectorLayer(source, "sheet", "ogr")
        assert layer.isValid()
        assert people(layer) == pytest.approx(right)


def test_numbers_and_dates_of_layers_are_not_read_as_text(people, tmp_path) -> None:
    """A field of numbers beside texts with decimal commas: 12.345 is no 12 345."""
    layer = QgsVectorLayer(
        "NoGeometry?field=province:string&field=population:double&field=other:string&field=day:date", "t", "memory"
    )
    for row in (["北区", 12.345, "80,7", "2015-01-02"], ["南区", 42.125, "1,5", None]):
        feature = QgsFeature(layer.fields())
        feature.setAttributes(row)
        layer.dataProvider().addFeature(feature)
    assert people(layer) == pytest.approx([12.345 * 0.079, 42.125 * 0.079], rel=1e-12)


@pytest.mark.parametrize("mark", ["-", "—", "……", "..", "NA", "无", "缺", "－"])
def test_marks_for_missing_data_count_as_nothing_and_are_told(people, feedback, tmp_path, mark) -> None:
    path = world.write_text(tmp_path / "gap.csv", PEOPLE.replace("500", mark))
    assert people(path) == pytest.approx([79, 0])
    assert feedback.warned("population", "南区", "gap.csv")


def test_rows_that_are_skipped_are_not_parsed(people, people_fail, feedback, tmp_path) -> None:
    path = world.write_text(tmp_path / "a.csv", "province,population\n全国,see note\n北区,1000\n,?\n南区,500\n,-7\n")
    assert "全国" in people_fail(path)
    assert people(path, UNMATCHED=1) == pytest.approx(RIGHT)
    assert feedback.warned("全国", "line 4 without a name", "line 6 without a name")


def test_last_zone_without_figures_is_no_note_but_a_source_line_is(people, feedback, tmp_path) -> None:
    path = world.write_text(tmp_path / "a.csv", "province,population\n北区,1000\n南区,\n统计局编制,\n")
    assert people(path) == pytest.approx([79, 0])
    assert feedback.warned("南区", "population")
    assert told(feedback, "line 4 left out as notes", "统计局编制")


def test_pools_with_decimal_commas(run, fails, inputs, folder, tmp_path) -> None:
    def written(digits: int, ending: str = "csv", separator: str = ";") -> str:
        rows = ["lucode;c_above;c_below;c_soil;c_dead"]
        rows += [
            ";".join([str(code), *(f"{pool:.{digits}f}".replace(".", ",") for pool in (17, 80.7, 108.4, 9.82))])
            for code in range(1, 7)
        ]
        return world.write_text(tmp_path / f"pools{digits}.{ending}", "\n".join(rows).replace(";", separator))

    def total(pools: str) -> float:
        return run("carbonstock", LANDUSE=inputs["landuse"], POOLS=pools, OUTPUT=str(folder / "a.tif"))["MEAN_T_HA"]

    assert total(written(2)) == total(written(2, "tsv", "\t")) == pytest.approx(17 + 80.7 + 108.4 + 9.82)
    text = fails("carbonstock", LANDUSE=inputs["landuse"], POOLS=written(3), OUTPUT=str(folder / "b.tif"))
    assert "decimal comma" in text
    assert "17,000" in text


def test_totals_with_decimal_commas(run, fails, inputs, folder) -> None:
    def spread(first: str, second: str) -> dict:
        layer = QgsVectorLayer("Polygon?field=name:string&field=total:string", "z", "memory")
        layer.setCrs(QgsCoordinateReferenceSystem.fromWkt(world.wkt(world.CRS)))
        for (name, shape), total in zip(world.zone_shapes(), (first, second)):
            feature = QgsFeature(layer.fields())
            feature.setAttributes([name, total])
            feature.setGeometry(QgsGeometry.fromWkt(shape))
            layer.dataProvider().addFeature(feature)
        return {"ZONES": layer, "FIELD": "total", "GRID": inputs["stock"], "OUTPUT": str(folder / "t.tif")}

    assert run("spatializetotals", **spread("1.234,5", "0,500"))["TOTAL_OUT"] == pytest.approx(1235)
    assert run("spatializetotals", **spread("1,234.5*", "—"))["TOTAL_OUT"] == pytest.approx(1234.5)
    assert "thousands" in fails("spatializetotals", **spread("1,234", "2,345"))


def test_what_a_spreadsheet_would_run_is_guarded_in_csv_and_read_back(run, inputs, folder, tmp_path) -> None:
    zones = world.write_zones(
        tmp_path / "z.gpkg", [("=1+1", world.zone_shapes()[0][1]), ("-南", world.zone_shapes()[1][1])]
    )
    common = {"LANDUSE": inputs["landuse"], "ZONES": zones, "ZONE_FIELD": "name", "OUTPUT": str(folder / "s.tif")}
    result = run("carbonstock", **common, ZONE_TABLE=str(folder / "t.csv"))
    rows = world.read_csv(result["ZONE_TABLE"])
    assert [row["zone"] for row in rows] == ["'=1+1", "'-南"]
    assert all(float(row["stock_t"]) > 0 for row in rows)
    as_layer = run("carbonstock", **common, ZONE_TABLE=str(folder / "t.gpkg"))
    assert [row["zone"] for row in world.read_rows(as_layer["ZONE_TABLE"])] == ["=1+1", "-南"]
    # The table of zones as statistics: the names are those of the zones again.
    factors = world.write_text(tmp_path / "f.csv", "source,coefficient,per,carbon_unit,proxy\nstock_t,1,t,C,even\n")
    emitted = run(
        "carbonemissions",
        **{**common, "OUTPUT": str(folder / "e.tif")},
        STATISTICS=result["ZONE_TABLE"],
        STATISTICS_ZONE_FIELD="zone",
        COEFFICIENTS=factors,
        ZONE_TABLE=str(folder / "e.csv"),
    )
    totals = [float(row["stock_t_t"]) for row in world.read_csv(emitted["ZONE_TABLE"])]
    assert totals == pytest.approx([float(row["stock_t"]) for row in rows])


def test_a_layer_of_the_project_is_found_by_its_name_not_as_a_file(people, tmp_path) -> None:
    layer = QgsVectorLayer(world.write_text(tmp_path / "a.csv", PEOPLE), "my statistics", "ogr")
    QgsProject.instance().addMapLayer(layer)
    try:
        assert people("my statistics") == pytest.approx(RIGHT)
    finally:
        QgsProject.instance().removeMapLayer(layer.id())


def test_station_tables_may_have_titles_and_decimal_commas(run, folder, tmp_path, feedback) -> None:
    """Directions of one station from 90 degrees at 2.5 and 7.5 m/s: 5 m/s on average."""
    text = "观测记录\nstation;dir;speed\n;°;m/s\nA;90;2,5\nA;90;7,5\n"
    for encoding in ("utf-8", "utf-16"):
        path = world.write_text(tmp_path / "wind.csv", text, encoding)
        fields = {"STATION_FIELD": "station", "DIRECTION_FIELD": "dir", "SPEED_FIELD": "speed"}
        result = run("prevailingwindstations", INPUT=path, **fields, OUTPUT=str(folder / f"{encoding}.csv"))
        rows = world.read_csv(result["OUTPUT"])
        assert [(row["station"], float(row["mean_speed"])) for row in rows] == [("A", 5.0)]
    assert told(feedback, "decimal comma in speed")


@pytest.mark.parametrize("name", ["statistics", "statistics.dat", "a.b"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_of_any_ending_is_text(people, tmp_path, name, encoding) -> None:
    assert people(world.write_text(tmp_path / name, PEOPLE, encoding)) == pytest.approx(RIGHT)


@pytest.mark.parametrize("content", [b"%PDF-1.5\x00\x81\xff", b"", b"PK\x03\x04\x00\x00\xff\x81"])
def test_what_is_no_table_is_never_said_to_be_missing(people_fail, tmp_path, content) -> None:
    for name in ("scan.pdf", "scan.csv", "scan.xlsx", "scan"):
        path = tmp_path / name
        path.write_bytes(content)
        text = people_fail(str(path))
        assert "scan" in text
        assert "not found" not in text


def test_within_an_archive(people, tmp_path) -> None:
    for encoding in ("utf-8", "utf-16"):
        path = tmp_path / f"{encoding}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.csv", YEARBOOK.encode(encoding))
        assert people(f"/vsizip/{path}/a.csv") == pytest.approx(RIGHT)


def test_names_read_in_a_wrong_encoding_are_an_error(people_fail, tmp_path) -> None:
    path = world.write_text(tmp_path / "a.csv", PEOPLE, "gb18030")
    layer = delimited(path, encoding="UTF-8", delimiter=",")
    assert "encoding" in people_fail(layer, UNMATCHED=1)


def test_a_model_is_not_told_that_a_table_is_missing(plugin, inputs, tmp_path) -> None:
    """QGIS's check of a model knows layers only, and makes none of this file."""
    model = QgsApplication.processingRegistry().createAlgorithmById("carbonflow:carbonserviceflow")
    path = world.write_text(tmp_path / "年鉴.csv", YEARBOOK, "utf-16")
    for given, missing in ((path, False), (str(tmp_path / "no.csv"), True)):
        rasters = [one.name() for one in model.parameterDefinitions() if one.type() == "raster"]
        zones = {"ZONES": inputs["zones"], "ZONE_FIELD": "name"}
        parameters = {**dict.fromkeys(rasters, inputs["landuse"]), **zones, "STATISTICS": given}
        context = QgsProcessingContext()
        _, reason = model.checkParameterValues(parameters, context)
        assert ("layer for STATISTICS" in reason) == missing
        assert with_table_layers(model, {}, context) == {}


def test_joins_and_virtual_fields_of_a_csv_layer_count(people, tmp_path) -> None:
    """They are in no file: such a layer is taken as QGIS shows it."""
    plain = world.write_text(tmp_path / "a.csv", "province,x\n北区,1\n南区,2\n")
    virtual = QgsVectorLayer(plain, "virtual", "ogr")
    virtual.addExpressionField("1000 / to_int(x)", QgsField("population", field_type(float)))
    assert people(virtual) == pytest.approx(RIGHT)
    counted = QgsVectorLayer(world.write_text(tmp_path / "b.csv", PEOPLE), "counted", "ogr")
    joined = QgsVectorLayer(plain, "joined", "ogr")
    QgsProject.instance().addMapLayers([counted, joined])
    try:
        join = QgsVectorLayerJoinInfo()
        join.setJoinLayer(counted)
        join.setJoinFieldName("province")
        join.setTargetFieldName("province")
        join.setUsingMemoryCache(True)
        join.setPrefix("")
        assert joined.addJoin(join)
        assert people(joined) == pytest.approx(RIGHT)
    finally:
        QgsProject.instance().removeMapLayers([counted.id(), joined.id()])
