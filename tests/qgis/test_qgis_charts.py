"""Pages of charts as outputs of the algorithms: what they show, what they refuse, what they leave behind."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
import qgis_world as world
from carbon_service_flow.core.tables.number_format import MassUnit
from conftest import algorithm, given, is_clean
from qgis.core import QgsProcessingContext, QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

pytest.importorskip("plotly")

TS_FOLDER = Path(__file__).resolve().parents[2] / "i18n"
# A word of each page's first chart, in English and Chinese.
PAGES = {
    "carbonemissions": ("Carbon emission by source", "分源碳排放"),
    "carbonstockchange": ("Gains and losses of carbon stock", "碳储量的增加与减少"),
    "supplydemandratio": ("Ratio of emission to sequestration", "供需比"),
    "windflowrouting": ("Where the emission ends", "碳排放的去向"),
    "prevailingwinduv": ("All cells together", "所有像元合计"),
}
NEED_ZONES = ("carbonstockchange", "supplydemandratio")
HOSTILE = "<script>alert(1)</script>"


def words(path) -> str:
    """The page without plotly's script."""
    text = Path(path).read_text(encoding="utf-8")
    return re.sub(r"<script[^>]*>.{1000000,}?</script>", "", text, flags=re.DOTALL)


def numbers_of(path, heading) -> list[list[float]]:
    """Lengths of the bars of the chart under a heading, a list per series."""
    part = words(path).split(heading)[1]
    # The next chart's data is behind the next figure.
    data = part.split("Plotly.newPlot(")[1]
    start = data.index("[", data.index(",") + 1)
    traces, _ = json.JSONDecoder().raw_decode(data[start:])
    return [trace["x"] for trace in traces if trace["type"] == "bar"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_one_file_that_needs_no_other(run, inputs, folder, name):
    result = run(name, **given(inputs, name), **required(folder, name), HTML=str(folder / "图 page.html"))
    text = words(result["HTML"])
    assert PAGES[name][0] in text
    assert '<html lang="en">' in text
    assert not re.search(r"<(script|img|link)[^>]*(src|href)=", text)


def required(folder, name) -> dict[str, str]:
    """The outputs that a run must have."""
    return {
        "carbonemissions": {"OUTPUT": str(folder / "o.tif")},
        "carbonstockchange": {"OUTPUT": str(folder / "o.tif")},
        "prevailingwinduv": {"OUTPUT_DIRECTION": str(folder / "o.tif")},
    }.get(name, {})


@pytest.mark.parametrize("name", PAGES)
def test_in_chinese(run, inputs, folder, name):
    compiled = TS_FOLDER / "carbon_service_flow_zh_CN.qm"
    if not compiled.is_file():
        pytest.skip("the translation is not compiled")
    translator = QTranslator()
    assert translator.load(str(compiled))
    QCoreApplication.installTranslator(translator)
    try:
        result = run(name, **given(inputs, name), **required(folder, name), HTML=str(folder / "page.html"))
    finally:
        QCoreApplication.removeTranslator(translator)
    text = words(result["HTML"])
    shown = text + json.loads(f'"{escapes(text)}"')
    assert PAGES[name][1] in shown
    assert '<html lang="zh">' in text
    body = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)
    english = set(re.findall(r"[A-Za-z]{2,}", unescape(body))) - {"ha", "Mt"}
    assert english <= {"north", "south"}, english


def escapes(text) -> str:
    """What plotly wrote as escapes of characters, for the words inside the charts."""
    return "".join(re.findall(r"(?:\\u[0-9a-f]{4})+", text))


class TestContent:
    def test_sources_are_those_of_the_table(self, run, inputs, folder):
        paths = {"OUTPUT": str(folder / "o.tif"), "ZONE_TABLE": str(folder / "z.gpkg"), "HTML": str(folder / "p.html")}
        result = run("carbonemissions", **given(inputs, "carbonemissions"), **paths)
        rows = world.read_rows(result["ZONE_TABLE"])
        sums = [sum(row[f"{source}_t"] for row in rows) for source in ("population", "coal_tce", "cement", "soil")]
        (drawn,) = numbers_of(result["HTML"], "Carbon emission by source")
        unit = MassUnit.of(sums).divisor
        assert drawn == pytest.approx([value / unit for value in sorted(sums, reverse=True)])

    def test_changes_are_those_of_the_table(self, run, inputs, folder):
        paths = {"OUTPUT": str(folder / "o.tif"), "ZONE_TABLE": str(folder / "z.gpkg"), "HTML": str(folder / "p.html")}
        result = run("carbonstockchange", **given(inputs, "carbonstockchange"), **paths)
        changes = [row["change_t"] for row in world.read_rows(result["ZONE_TABLE"])]
        (drawn,) = numbers_of(result["HTML"], "Gains and losses of carbon stock")
        gains, losses = (sum(v for v in changes if sign * v > 0) for sign in (1, -1))
        unit = MassUnit.of([gains, losses]).divisor
        assert drawn == pytest.approx([v / unit for v in (gains, losses, gains + losses)])

    def test_accounts_are_the_numbers(self, run, inputs, folder):
        result = run("windflowrouting", **given(inputs, "windflowrouting"), HTML=str(folder / "p.html"))
        (drawn,) = numbers_of(result["HTML"], "Where the emission ends")
        unit = MassUnit.of([result["EMISSION_T"]]).divisor
        names = ("EMISSION", "ABSORBED_HOME", "ABSORBED_DOWNWIND", "EXPORTED", "GAPS", "DISPERSED", "TRAPPED", "CALM")
        accounts = [result[f"{name}_T"] / unit for name in names]
        assert drawn == pytest.approx([value for value in accounts if value])

    def test_flows_without_zones(self, run, inputs, folder):
        parameters = {k: v for k, v in given(inputs, "windflowrouting").items() if not k.startswith("ZONE")}
        text = words(run("windflowrouting", **parameters, HTML=str(folder / "p.html"))["HTML"])
        assert "Where the emission ends" in text
        assert "Flows between zones" not in text


@pytest.mark.parametrize("name", ["carbonstockchange", "supplydemandratio", "windflowrouting"])
def test_a_hostile_zone_is_text(run, inputs, folder, name):
    shapes = [(HOSTILE, shape) for _, shape in world.zone_shapes()[:1]] + list(world.zone_shapes()[1:])
    zones = world.write_zones(folder / "zones.gpkg", shapes)
    parameters = {**given(inputs, name), "ZONES": zones}
    text = words(run(name, **parameters, **required(folder, name), HTML=str(folder / "p.html"))["HTML"])
    assert "<script>alert" not in text
    assert "alert(1)" in text


class TestRefusals:
    @pytest.mark.parametrize("name", NEED_ZONES)
    def test_without_zones(self, fails, inputs, folder, name):
        parameters = {k: v for k, v in given(inputs, name).items() if not k.startswith("ZONE")}
        text = fails(name, **parameters, **required(folder, name), HTML=str(folder / "p.html"))
        assert "choose a zone layer" in text
        assert is_clean(folder)

    @pytest.mark.parametrize("name", PAGES)
    def test_without_plotly_nothing_is_computed(self, plugin, fails, inputs, folder, name, monkeypatch):
        from carbon_service_flow.core.charts.elements import page as charts

        monkeypatch.setattr(charts, "find_spec", lambda name: None)
        parameters = {**given(inputs, name), **required(folder, name), "HTML": str(folder / "p.html")}
        able, reason = algorithm(name).checkParameterValues(parameters, QgsProcessingContext())
        assert not able
        assert "plotly" in reason
        assert "leave the HTML output empty" in fails(name, **parameters)
        assert is_clean(folder)

    def test_without_plotly_all_else_works(self, run, inputs, folder, monkeypatch):
        from carbon_service_flow.core.charts.elements import page as charts

        monkeypatch.setattr(charts, "find_spec", lambda name: None)
        for name in PAGES:
            assert run(name, **given(inputs, name), **required(folder, name)) is not None

    @pytest.mark.parametrize("name", PAGES)
    def test_a_folder_that_is_not_there(self, fails, inputs, folder, name):
        parameters = {**given(inputs, name), **required(folder, name)}
        assert "does not exist" in fails(name, **parameters, HTML=str(folder / "no" / "p.html"))
        assert is_clean(folder)

    @pytest.mark.parametrize("name", PAGES)
    def test_cancelled(self, plugin, inputs, folder, name):
        import processing
        from conftest import Recorder
        from qgis.core import QgsProcessingException

        page = folder / "p.html"
        page.write_text("old")
        feedback: QgsProcessingFeedback = Recorder(cancel_at=0.0)
        with pytest.raises(QgsProcessingException):
            processing.run(
                f"carbonflow:{name}",
                {**given(inputs, name), **required(folder, name), "HTML": str(page)},
                feedback=feedback,
            )
        assert page.read_text() == "old"
        assert is_clean(folder, "p.html")
