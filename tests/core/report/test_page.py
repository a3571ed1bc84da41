"""The page of a report: it loads nothing, names are only text, empty sections are left out."""

from __future__ import annotations

import html
import importlib.util
import re

import pytest
from carbon_service_flow.core.charts.elements import page as charts_page
from carbon_service_flow.core.errors import ParameterError
from carbon_service_flow.core.report.cards import cards
from carbon_service_flow.core.report.charts import matrix_chart
from carbon_service_flow.core.report.figures import Year
from carbon_service_flow.core.report.page import Command, Map, Page, Section, write_report
from carbon_service_flow.core.report.steps import factors_section, steps_section, warnings_section
from carbon_service_flow.core.report.tables import zone_grid
from carbon_service_flow.core.report.totals import Total
from support.report_words import HOSTILE, WORDS

from report.test_steps import run_of


def hostile_page() -> Page:
    rows = [{"zone": HOSTILE, "area_ha": 1.0, "total_t": 5.0}, {"zone": "<img src=x onerror=alert(2)>", "total_t": 3.0}]
    section = Section("figures", HOSTILE, [HOSTILE], cards([Year(HOSTILE, totals={"STOCK": Total(1.0, 1.0)})], WORDS))
    section.tables = [zone_grid([{"area_ha": None, **row} for row in rows], HOSTILE, "total_t", WORDS)]
    section.maps = [Map(HOSTILE, b"\x89PNG", "png", 10, 10, b"x", 5, 5, HOSTILE)]
    section.charts = [[(HOSTILE, matrix_chart([{"layer": HOSTILE, HOSTILE.casefold(): 1.0}], HOSTILE))]]
    runs = [run_of()]
    parts = [section, factors_section(runs, WORDS), warnings_section(runs, str, WORDS)]
    parts.append(steps_section(runs, Command(HOSTILE, HOSTILE, HOSTILE), str, WORDS))
    return Page(HOSTILE, HOSTILE, parts, "en", WORDS, [HOSTILE])


def test_hostile_names_do_nothing(tmp_path):
    write_report(str(tmp_path / "r.html"), hostile_page())
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    own = re.sub(r"<script>.*?</script>", "", text, count=1, flags=re.S)
    assert "alert(1)" in own
    assert HOSTILE not in own
    assert "<img src=x" not in own
    assert html.escape(HOSTILE) in own


def test_the_page_loads_nothing(tmp_path):
    write_report(str(tmp_path / "r.html"), hostile_page())
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|img|link|iframe)[^>]+(?:src|href)=[\"'](?!data:)", text)
    assert "default-src 'none'" in text
    assert not re.search(r"@import|url\(http", re.sub(r"<script>.*?</script>", "", text, flags=re.S))
    # plotly is in it once.
    assert text.count("plotly.js v") <= 1 or text.count("Plotly=") <= 2


def test_empty_sections_are_left_out_and_without_charts_there_is_no_script(tmp_path):
    page = Page("Title", "", [Section("wind", "Wind"), Section("steps", "Steps", commands=[Command("a", "b")])], "zh",
                WORDS)  # fmt: skip
    write_report(str(tmp_path / "r.html"), page)
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert 'id="wind"' not in text
    assert 'id="steps"' in text
    assert "<script" not in text
    assert len(text) < 20_000
    assert '<html lang="zh">' in text


def test_without_jinja2_it_says_how_to_get_it(tmp_path, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(charts_page, "find_spec", lambda name: None if name == "jinja2" else find(name))
    with pytest.raises(ParameterError, match="apt install python3-jinja2"):
        write_report(str(tmp_path / "r.html"), Page("", "", [], "en", WORDS))
    assert list(tmp_path.iterdir()) == []
