"""assessmentreport through QGIS, and the records in the rasters of every step."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import qgis_world as world
from carbon_service_flow.core.provenance.ancestry import command_arguments
from carbon_service_flow.core.provenance.record import read_record
from conftest import FILES, algorithm, given, is_clean, outputs_in
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProject,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
    QgsVectorLayer,
)

HOSTILE = "<script>alert(1)</script>"
RASTERS = {
    "carbonstock": {"STOCK": "OUTPUT"},
    "carbonemissions": {"EMISSION": "OUTPUT"},
    "supplydemandratio": {
        "DIFFERENCE": "OUTPUT_DIFFERENCE",
        "RATIO": "OUTPUT_RATIO",
        "FLOW": "OUTPUT_FLOW",
        "BALANCE_TABLE": "ZONE_TABLE",
    },
    "windflowrouting": {
        "FLUX": "OUTPUT_FLUX",
        "ABSORBED": "OUTPUT_ABSORBED",
        "IMPORTED": "OUTPUT_IMPORTED",
        "REMAINDER": "OUTPUT_REMAINDER",
        "NETWORK": "OUTPUT_NETWORK",
        "OD_LINES": "OD_LINES",
        "FLOW_TABLE": "ZONE_TABLE",
        "OD_TABLE": "OD_TABLE",
    },
    "rastercorrelationmatrix": {"CORRELATION": "CORRELATION", "RANKING": "RANKING"},
}
TABLES = {"carbonstock": {"CLASS_TABLE": "CLASS_TABLE", "STOCK_TABLE": "ZONE_TABLE"},
          "carbonemissions": {"EMISSION_TABLE": "ZONE_TABLE"}}  # fmt: skip


@pytest.fixture(scope="module")
def made(plugin, inputs, tmp_path_factory):
    """The outputs of the chain on the small world, by parameter of the report."""
    import processing

    here = tmp_path_factory.mktemp("链 chain")
    found = {"WIND": inputs["wind"], "SEQUESTRATION": inputs["stock"]}
    for name, outputs in RASTERS.items():
        wanted = {**outputs, **TABLES.get(name, {})}
        files = {output: str(here / FILES[name][output]) for output in wanted.values()}
        files = {o: p.replace(".xlsx", ".csv") for o, p in files.items()}
        processing.run(f"carbonflow:{name}", {**given(inputs, name), **files})
        found.update({parameter: files[output] for parameter, output in wanted.items()})
    return found


@pytest.fixture
def report(run, inputs, folder):
    """Run the report with the zones; the page's text."""

    def call(**parameters) -> str:
        base = {"ZONES": inputs["zones"], "ZONE_FIELD": "name", "OUTPUT_HTML": str(folder / "报告 report.html")}
        result = run("assessmentreport", **{**base, **parameters})
        return Path(result["OUTPUT_HTML"]).read_text(encoding="utf-8")

    return call


def without_plotly(text: str) -> str:
    return re.sub(r"<script>.*?</script>", "", text, count=1, flags=re.S)


def titles(text: str) -> list[str]:
    return re.findall(r"<figure class=\"map\">\s*<h3>([^<]*)</h3>", text)


def test_all_of_it(report, made, folder):
    text = report(**made, OUTPUT_PDF=str(folder / "r.pdf"))
    assert is_clean(folder, "报告 report.html", "r.pdf")
    assert titles(text) == [
        "Carbon stock",
        "Carbon sequestration",
        "Carbon emission",
        "Difference of sequestration and emission",
        "Ratio of emission to sequestration",
        "Zones by their ratio of emission to sequestration",
        "Carbon service flow",
        "Wind direction",
        "Carbon carried on by the wind",
        "Carbon absorbed, own and imported",
        "Carbon absorbed of what the wind brings",
        "Carbon that stays unfixed in the cell",
        "Flow network of unfixed carbon",
        "Carbon between zones",
    ]
    parts = ["figures", "stock", "emission", "balance", "wind", "flow", "drivers", "factors", "warnings", "steps"]
    for section in parts:
        assert f'<section id="{section}">' in text
    assert text.count("data:image/png;base64,") + text.count("data:image/jpeg;base64,") >= 2 * len(titles(text)) - 1
    assert "北区" in text
    assert (folder / "r.pdf").read_bytes()[:5] == b"%PDF-"
    assert (folder / "r.pdf").stat().st_size > 20_000


def test_the_page_loads_nothing_and_is_of_bounded_size(report, made):
    text = report(**made)
    assert not re.search(r"<(?:script|img|link|iframe|object)[^>]+(?:src|href)=[\"'](?!data:)", text)
    assert "default-src 'none'" in without_plotly(text)
    assert len(without_plotly(text)) < 3_000_000


def test_the_accounts_add_up(report, made):
    text = report(**made)
    step = read_record(made["FLUX"])
    parts = ("ABSORBED_HOME_T", "ABSORBED_DOWNWIND_T", "EXPORTED_T", "GAPS_T", "DISPERSED_T", "TRAPPED_T", "CALM_T")
    assert sum(step.numbers[name] for name in parts) == pytest.approx(step.numbers["EMISSION_T"], rel=1e-9)
    rows = re.findall(r"<td>([^<]*)</td><td class=\"number\">([\d.,]*)</td>", text)
    told = dict(rows)
    assert told["Sum of the accounts"] == told["Emission"]


def test_figures_are_the_steps_numbers(report, made):
    text = report(EMISSION=made["EMISSION"])
    mean = read_record(made["EMISSION"]).numbers["MEAN_T_HA"]
    shown = re.search(r"Carbon emission, mean</div>\s*<div class=\"value\">([\d.,]+)<", text).group(1)
    assert float(shown.replace(",", "")) == pytest.approx(mean, rel=1e-3)


def test_two_years_side_by_side(report, made):
    second = {f"{name}_2": made[name] for name in ("EMISSION", "RATIO", "BALANCE_TABLE", "FLUX", "OD_TABLE")}
    text = report(**made, **second, LABEL="2015", LABEL_2="2020 <b>")
    found = titles(text)
    assert found[found.index("Carbon emission, 2015") + 1] == "Carbon emission, 2020 &lt;b&gt;"
    # The stock is given once: it holds for both.
    assert "Carbon stock" in found
    assert "2020 <b>" not in without_plotly(text)


def test_the_second_year_alone_and_labels_by_default(report, made):
    assert titles(report(EMISSION_2=made["EMISSION"])) == ["Carbon emission"]
    text = report(EMISSION=made["EMISSION"], EMISSION_2=made["EMISSION"])
    assert titles(text) == ["Carbon emission, first year", "Carbon emission, second year"]


def test_nothing_given_is_an_error(fails, inputs, folder):
    text = fails("assessmentreport", TITLE="x", OUTPUT_HTML=str(folder / "r.html"))
    assert "nothing to tell" in text
    assert "nothing to tell" in fails("assessmentreport", ZONES=inputs["zones"], OUTPUT_HTML=str(folder / "r.html"))
    assert is_clean(folder)


def test_no_output_is_a_warning(run, made, feedback):
    assert "OUTPUT_HTML" not in run("assessmentreport", STOCK=made["STOCK"])
    assert feedback.warned("no report is written")


@pytest.mark.parametrize(
    "names",
    [["STOCK"], ["RATIO"], ["WIND"], ["NETWORK"], ["OD_TABLE"], ["BALANCE_TABLE"], ["CORRELATION"], ["RANKING"]],
)
def test_some_of_it(report, made, names):
    text = report(**{name: made[name] for name in names})
    assert "<section" in text


def test_without_zones(report, made):
    text = report(**made, ZONES=None, ZONE_FIELD=None)
    assert "Carbon emission" in titles(text)
    assert "Zones by their ratio of emission to sequestration" not in titles(text)


def test_a_pdf_alone(run, made, folder):
    result = run(
        "assessmentreport", STOCK=made["STOCK"], TITLE="碳 [% @project_path %]", OUTPUT_PDF=str(folder / "r.pdf")
    )
    assert set(result) == {"OUTPUT_PDF"}
    assert is_clean(folder, "r.pdf")


def test_rasters_of_others_have_no_record_and_no_steps(report, inputs):
    """The small world's own rasters: figures and maps, no factors, no warnings."""
    text = report(STOCK=inputs["stock"], EMISSION=inputs["emission"])
    assert titles(text) == ["Carbon stock", "Carbon emission"]
    assert 'id="factors"' not in text
    assert 'id="steps"' in text
    stock = world.densities(world.landuse_codes())
    mean = np.nanmean(stock)
    shown = re.search(r"Carbon stock, mean</div>\s*<div class=\"value\">([\d.,]+)<", text).group(1)
    assert float(shown) == pytest.approx(mean, rel=1e-3)


def test_hostile_names(report, inputs, made, folder, tmp_path):
    """A layer, a zone, a title and a table's names that would be markup, or an expression."""
    layer = QgsRasterLayer(made["STOCK"], HOSTILE)
    QgsProject.instance().addMapLayer(layer)
    zones = world.write_zones(
        tmp_path / "z.gpkg", [(HOSTILE, world.zone_shapes()[0][1]), ("[% 1+1 %]", world.zone_shapes()[1][1])]
    )
    table = world.write_text(
        tmp_path / "b.csv",
        "zone,area_ha,emission_t,sequestration_t,mean_ratio,ratio_of_totals,flow_t,rank\n"
        f'"{HOSTILE}",1,2,3,0.5,0.6,1,1\n"<a href=""javascript:alert(1)"">x</a>",1,2,3,1.5,1.6,1,2\n',
    )
    text = report(
        STOCK=layer.id(), ZONES=zones, BALANCE_TABLE=table, TITLE=HOSTILE, LABEL="[% 1+1 %]",
        OUTPUT_PDF=str(folder / "r.pdf"),
    )  # fmt: skip
    own = re.sub(r"<script[^>]*>.*?</script>", "", without_plotly(text), flags=re.S)
    assert HOSTILE not in own
    assert '<a href="javascript' not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in own


def test_a_very_long_name_and_many_zones(report, tmp_path):
    rows = "".join(
        f"{'很长的名字' * 40 if n == 0 else n},1,{n},3,{n / 1000},{n / 1000},1,{n + 1}\n" for n in range(2800)
    )
    header = "zone,area_ha,emission_t,sequestration_t,mean_ratio,ratio_of_totals,flow_t,rank\n"
    table = world.write_text(tmp_path / "b.csv", header + rows)
    text = without_plotly(report(BALANCE_TABLE=table))
    assert "2,770 others" in text
    assert len(text) < 1_500_000


def test_the_style_of_the_project_is_kept(report, made, tmp_path):
    """A layer of the project is drawn grey as it is there; a file, not in the project, in colours."""
    other = shutil.copy(made["STOCK"], tmp_path / "other.tif")
    layer = QgsRasterLayer(made["STOCK"], "mine")
    layer.setRenderer(QgsSingleBandGrayRenderer(layer.dataProvider(), 1))
    QgsProject.instance().addMapLayer(layer)
    in_project, of_file = report(STOCK=layer.id()), report(STOCK=str(other))
    pictures = [re.search(r"class=\"drawn\" src=\"([^\"]*)\"", text).group(1) for text in (in_project, of_file)]
    assert pictures[0] != pictures[1]
    # The project's layer is as it was.
    assert isinstance(layer.renderer(), QgsSingleBandGrayRenderer)
    assert layer.name() == "mine"


def test_a_project_in_another_crs_changes_nothing(report, made):
    def drawn(text):
        return re.findall(r"class=\"drawn\" src=\"([^\"]*)\"", text)

    before = drawn(report(STOCK=made["STOCK"], WIND=made["WIND"]))
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    QgsProject.instance().setEllipsoid("NONE")
    assert drawn(report(STOCK=made["STOCK"], WIND=made["WIND"])) == before


def test_rasters_in_degrees(report, tmp_path):
    path = world.write_raster(
        tmp_path / "d.tif", np.random.default_rng(1).uniform(1, 300, (20, 30)).astype("f4"), nodata=-1,
        crs="EPSG:4326", origin=(100, 35), size=0.25,
    )  # fmt: skip
    assert titles(report(STOCK=path)) == ["Carbon stock"]


@pytest.mark.parametrize("values", [np.full((4, 5), 7.0), np.full((4, 5), -1.0), np.full((1, 1), 3.0)])
def test_constant_empty_and_tiny_rasters(report, tmp_path, values):
    path = world.write_raster(tmp_path / "c.tif", values.astype("f4"), nodata=-1)
    for name in ("STOCK", "RATIO", "FLUX", "WIND", "DIFFERENCE", "CONSTANCY"):
        assert len(titles(report(**{name: path}))) == 1


def test_memory_layers(report, inputs):
    """As models hand them on."""
    lines = QgsVectorLayer("LineString?field=flux_t:double&field=length_km:double", "n", "memory")
    lines.setCrs(QgsRasterLayer(inputs["stock"]).crs())
    feature = QgsFeature(lines.fields())
    feature.setGeometry(QgsGeometry.fromWkt("LINESTRING(401000 495000, 408000 497000)"))
    feature.setAttributes([5.0, 7.3])
    lines.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(lines)
    assert titles(report(NETWORK=lines)) == ["Flow network of unfixed carbon"]


def test_empty_tables_and_layers_are_told(report, inputs, tmp_path, feedback, made):
    empty = QgsVectorLayer("LineString?crs=EPSG:4326&field=flux_t:double", "n", "memory")
    table = QgsVectorLayer("NoGeometry?field=from_zone:string&field=to_zone:string&field=flow_t:double", "od", "memory")
    QgsProject.instance().addMapLayers([empty, table])
    report(STOCK=made["STOCK"], NETWORK=empty, OD_TABLE=table)
    assert feedback.warned("NETWORK is empty")
    assert feedback.warned("OD_TABLE has no rows")


def test_a_wrong_table_is_an_error_and_leaves_nothing(fails, made, folder):
    text = fails("assessmentreport", BALANCE_TABLE=made["STOCK_TABLE"], OUTPUT_HTML=str(folder / "r.html"))
    assert "emission_t" in text
    assert is_clean(folder)


def test_a_failing_run_keeps_what_was_there(fails, made, folder):
    (folder / "r.html").write_text("old")
    fails("assessmentreport", RANKING=made["STOCK_TABLE"], OUTPUT_HTML=str(folder / "r.html"))
    assert (folder / "r.html").read_text() == "old"
    text = fails("assessmentreport", STOCK=made["STOCK"], OUTPUT_HTML=str(folder / "no such folder" / "r.html"))
    assert "does not exist" in text
    assert is_clean(folder, "r.html")


def test_cancel_leaves_nothing(plugin, made, folder):
    import processing
    from conftest import Recorder
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException):
        processing.run(
            "carbonflow:assessmentreport",
            {"STOCK": made["STOCK"], "OUTPUT_HTML": str(folder / "r.html")},
            feedback=Recorder(cancel_at=0),
        )
    assert is_clean(folder)


def test_it_runs_in_the_main_thread(plugin):
    assert algorithm("assessmentreport").flags() & QgsProcessingAlgorithm.Flag.FlagNoThreading


# Records


RASTER_STEPS = [name for name, files in FILES.items() if any(file.endswith(".tif") for file in files.values())]


@pytest.mark.parametrize("name", RASTER_STEPS)
def test_every_raster_has_a_record(run, inputs, folder, name):
    result = run(name, **{**given(inputs, name), **outputs_in(folder, name)})
    for output, path in result.items():
        if not str(path).endswith(".tif"):
            continue
        step = read_record(path)
        assert (step.algorithm, step.output) == (f"carbonflow:{name}", output)
        assert re.fullmatch(r"\d+\.\d+\.\d+.*", step.version)
        numbers = {o.name() for o in algorithm(name).outputDefinitions() if o.type() == "outputNumber"}
        assert set(step.numbers) == {n for n in numbers if result[n] is not None}
        assert all(step.numbers[n] == result[n] for n in step.numbers)
        known = {d.name() for d in algorithm(name).parameterDefinitions() if not d.isDestination()}
        assert set(step.parameters) <= known
        for parameter, value in given(inputs, name).items():
            if isinstance(value, str):
                assert step.parameters[parameter] == value


def test_a_record_holds_choices_factors_and_warnings(run, inputs, folder, feedback):
    result = run("carbonemissions", **given(inputs, "carbonemissions"), OUTPUT=str(folder / "e.tif"))
    step = read_record(result["OUTPUT"])
    assert step.choices["RESPIRATION_UNIT"] == "As published"
    factors = {factor.name: factor for factor in step.factors}
    # Study, section 2: 0.079 t C per head; Table 3: woodland 23.21.
    assert (factors["population"].value, factors["population"].kind) == (0.079, "emission")
    assert "10.12677" in factors["population"].reference
    assert (factors["woodland"].value, factors["woodland"].unit) == (23.21, "t C/ha per year")
    assert list(step.warnings) == list(dict.fromkeys(feedback.warnings))
    assert any("as published" in warning for warning in step.warnings)


def test_converted_respiration_is_recorded_as_used(run, inputs, folder):
    parameters = {**given(inputs, "carbonemissions"), "RESPIRATION_UNIT": 1, "OUTPUT": str(folder / "e.tif")}
    factors = {f.name: f for f in read_record(run("carbonemissions", **parameters)["OUTPUT"]).factors}
    assert factors["woodland"].value == pytest.approx(23.21 * 12 / 44)


def test_densities_are_recorded(run, inputs, folder):
    result = run("carbonstock", **given(inputs, "carbonstock"), OUTPUT=str(folder / "s.tif"))
    factors = {f.name: f for f in read_record(result["OUTPUT"]).factors}
    # 42.4 + 115.9 + 158.8 + 14.11.
    assert factors["woodland"].value == pytest.approx(331.21)
    assert factors["woodland"].detail == "c_above 42.4, c_below 115.9, c_soil 158.8, c_dead 14.11"


def test_the_same_run_gives_the_same_bytes(run, inputs, folder):
    found = set()
    for _ in range(2):
        path = run("carbonstock", **given(inputs, "carbonstock"), OUTPUT=str(folder / "s.tif"))["OUTPUT"]
        found.add(Path(path).read_bytes())
    assert len(found) == 1


def test_the_command_of_a_record_repeats_the_raster(run, inputs, folder):
    first = run("windflowrouting", **given(inputs, "windflowrouting"), OUTPUT_FLUX=str(folder / "a.tif"))["OUTPUT_FLUX"]
    arguments = command_arguments(read_record(first), {"OUTPUT_FLUX": str(folder / "b.tif")})
    assert arguments[:3] == ["qgis_process", "run", "carbonflow:windflowrouting"]
    again = run("windflowrouting", **dict(argument.split("=", 1) for argument in arguments[4:]))["OUTPUT_FLUX"]
    np.testing.assert_array_equal(world.read_raster(first), world.read_raster(again))
    assert Path(first).read_bytes() == Path(again).read_bytes()


def test_a_cloud_optimised_raster_has_a_record_and_stays_one(run, inputs, folder):
    options = "FORMAT=COG|COMPRESS=DEFLATE|BLOCKXSIZE=128|BLOCKYSIZE=128"
    parameters = {**given(inputs, "carbonstock"), "OUTPUT": str(folder / "s.tif"), "CREATION_OPTIONS": options}
    path = run("carbonstock", **parameters)["OUTPUT"]
    assert read_record(path).numbers["STOCK_T"] > 0
    assert read_record(path).parameters["CREATION_OPTIONS"] == options
    assert gdal.Open(path).GetMetadata("IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    assert is_clean(folder, "s.tif")


def test_layers_and_temporary_files_are_recorded_by_source(run, inputs, folder):
    layer = QgsRasterLayer(inputs["landuse"], "a layer")
    QgsProject.instance().addMapLayer(layer)
    result = run("carbonstock", LANDUSE=layer, OUTPUT=QgsProcessing.TEMPORARY_OUTPUT)
    assert read_record(result["OUTPUT"]).parameters["LANDUSE"] == inputs["landuse"]
    balance = run("supplydemandratio", EMISSION=inputs["emission"], SEQUESTRATION=result["OUTPUT"],
                  OUTPUT_RATIO=str(folder / "r.tif"))  # fmt: skip
    recorded = read_record(balance["OUTPUT_RATIO"]).parameters["SEQUESTRATION"]
    assert recorded == "(temporary)/" + Path(result["OUTPUT"]).name


def test_pictures_keep_every_colour_that_stands_out():
    """A thousand greys and blues, and one red pixel: it is still red; common colours are exact."""
    from carbon_service_flow.algorithms.report.pictures import png
    from qgis.PyQt.QtGui import QColor, QImage

    image = QImage(60, 40, QImage.Format.Format_RGB32)
    for x in range(60):
        for y in range(40):
            image.setPixelColor(x, y, QColor(x * 4, y * 6, 200) if y < 20 else QColor(10, 20, 30))
    image.setPixelColor(7, 7, QColor(255, 0, 0))
    made = QImage.fromData(png(image), "PNG")
    assert made.pixelColor(7, 7) == QColor(255, 0, 0)
    assert made.pixelColor(30, 30) == QColor(10, 20, 30)
    for x in range(0, 60, 7):
        wanted, found = image.pixelColor(x, 3), made.pixelColor(x, 3)
        assert abs(wanted.red() - found.red()) + abs(wanted.green() - found.green()) < 48


def test_a_picture_of_few_colours_is_exact():
    from carbon_service_flow.algorithms.report.pictures import png
    from qgis.PyQt.QtGui import QColor, QImage

    image = QImage(5, 3, QImage.Format.Format_ARGB32)
    for x in range(5):
        for y in range(3):
            image.setPixelColor(x, y, QColor(x * 50, y * 90, 7))
    made = QImage.fromData(png(image), "PNG")
    assert [made.pixelColor(x, y) for x in range(5) for y in range(3)] == [
        image.pixelColor(x, y) for x in range(5) for y in range(3)
    ]
