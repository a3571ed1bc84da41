"""Pages of charts: they load nothing, and names are only text."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter

import pytest
from carbon_service_flow.core.charts.accounts import write_flow_page
from carbon_service_flow.core.charts.balance import write_balance_page
from carbon_service_flow.core.charts.change import write_change_page
from carbon_service_flow.core.charts.drivers import write_detector_page
from carbon_service_flow.core.charts.elements import page as page_module
from carbon_service_flow.core.charts.elements.page import require_packages, styled, write_page
from carbon_service_flow.core.charts.sources import write_sources_page
from carbon_service_flow.core.charts.years import years_charts
from carbon_service_flow.core.errors import ParameterError
from carbon_service_flow.core.tables import read
from support.chart_text import HOSTILE, assert_self_contained, many, tags_of

from charts.test_balance import BALANCE
from charts.test_change import CHANGE
from charts.test_sources import SOURCES
from charts.test_years import YEARS

pytest.importorskip("plotly")


def write_pages(folder, names):
    folder.mkdir()
    rows = [{**row, "zone": name} for name, row in zip(names, many(len(names)))]
    sources = [{"zone": name, **{f"{n}_t": 2.0 for n in names}, "total_t": 2.0 * len(names)} for name in names]
    none = [{"zone": name, "emission_t": None} for name in names]
    write_balance_page(str(folder / "balance.html"), [*rows, *none], BALANCE, names, "en")
    write_sources_page(str(folder / "sources.html"), sources, SOURCES, names, "en")
    write_change_page(str(folder / "change.html"), rows, CHANGE, names, "en")
    years = years_charts(rows, [*rows, {"zone": names[0] + "!", "emission_t": 1.0}], (names[0], names[1]), YEARS)
    write_page(str(folder / "years.html"), names[0], years, "zh")
    return sorted(folder.iterdir())


def test_hostile_names_change_nothing_but_text(tmp_path):
    bad = write_pages(tmp_path / "bad", HOSTILE)
    good = write_pages(tmp_path / "good", [f"plain{k}" for k in range(len(HOSTILE))])
    for path, other in zip(bad, good):
        one, two = tags_of(path), tags_of(other)
        assert one.tags == two.tags
        assert "&lt;script&gt;alert(1)" in one.data
        # Long names are wrapped in hover boxes.
        marks = [Counter(re.findall("</?[a-z]+", page.data.replace("<br>", ""))) for page in (one, two)]
        assert marks[0] == marks[1]


def test_pages_are_self_contained(tmp_path):
    for path in write_pages(tmp_path / "pages", ["甲", "b"]):
        assert_self_contained(path)


def test_without_plotly(monkeypatch, tmp_path):
    find = importlib.util.find_spec
    monkeypatch.setattr(page_module, "find_spec", lambda name: None if name == "plotly" else find(name))
    for write, words in ((write_balance_page, BALANCE), (write_sources_page, SOURCES), (write_change_page, CHANGE)):
        with pytest.raises(ParameterError, match="plotly"):
            write(str(tmp_path / "page.html"), [], words, [], "en")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("package", ["plotly", "jinja2"])
def test_each_package_is_asked_for(monkeypatch, package):
    find = importlib.util.find_spec
    require_packages()
    monkeypatch.setattr(page_module, "find_spec", lambda name: None if name == package else find(name))
    with pytest.raises(ParameterError, match=f"python3-{package}"):
        require_packages()


def test_charts_of_tables_ask_for_pandas(monkeypatch, tmp_path):
    monkeypatch.setattr(read, "find_spec", lambda name: None)
    for write, words in ((write_balance_page, BALANCE), (write_sources_page, SOURCES), (write_change_page, CHANGE)):
        with pytest.raises(ParameterError, match="python3-pandas"):
            write(str(tmp_path / "page.html"), [], words, [], "en")
    with pytest.raises(ParameterError, match="python3-pandas"):
        write_flow_page(str(tmp_path / "page.html"), {}, [], [], {}, notes=[], language="en")
    with pytest.raises(ParameterError, match="python3-pandas"):
        write_detector_page(str(tmp_path / "page.html"), [], [], {}, [], language="en")
    assert list(tmp_path.iterdir()) == []


def test_a_page_of_notes_alone_has_no_script(tmp_path):
    write_page(str(tmp_path / "page.html"), "<T>", [], "zh", ["<a>", "b"])
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert '<html lang="zh">' in text
    assert "<title>&lt;T&gt;</title>" in text
    assert "<p>&lt;a&gt;</p>" in text
    assert text.startswith("<!DOCTYPE html>")


def test_the_height_is_left_to_plotly_unless_given():
    from plotly import graph_objects

    assert styled(graph_objects.Figure()).layout.height is None
    figure = graph_objects.Figure()
    assert styled(figure, 321) is figure
    assert figure.layout.height == 321
