"""What the toolbox shows: icons, words to search for, help in the dialog, in a terminal and as a page."""

from __future__ import annotations

import importlib
import re
import sys
from html import unescape
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.gui import QgsProcessingToolboxProxyModel
from qgis.PyQt.QtCore import QModelIndex, QUrl
from qgis.PyQt.QtGui import QImage, QPainter
from qgis.PyQt.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("Formula: ", "Units: ", "Nodata: ", "CRS: ", "Example: qgis_process run ")


def registered() -> list:
    return list(QgsApplication.processingRegistry().providerById("carbonflow").algorithms())


def drawn(path: str) -> bytes:
    renderer = QSvgRenderer(path)
    assert renderer.isValid(), path
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return bytes(bits)


def test_every_algorithm_has_an_icon_of_its_own(plugin):
    pictures = {}
    for one in registered():
        path = Path(one.svgIconPath())
        assert path.name == f"{one.name()}.svg"
        pictures[one.name()] = drawn(str(path))
        assert not one.icon().isNull()
    pictures["provider"] = drawn(str(ROOT / "resources" / "icons" / "provider.svg"))
    assert len(set(pictures.values())) == len(pictures)
    assert len(set(pictures["carbonstock"])) > 50, "an empty picture"


def found(text: str) -> set[str]:
    """Ids of ours that the toolbox shows for a search."""
    model = QgsProcessingToolboxProxyModel()
    model.setFilterString(text)

    def names(parent: QModelIndex) -> set[str]:
        here = set()
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            one = model.toolboxModel().algorithmForIndex(model.mapToSource(index))
            if one is not None and one.id().startswith("carbonflow:"):
                here.add(one.name())
            here |= names(index)
        return here

    return names(QModelIndex())


@pytest.mark.parametrize("text", ["carbon", "固碳"])
def test_all_are_found_by(plugin, text):
    assert found(text) == {one.name() for one in registered()}


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("供需", {"supplydemandratio", "windflowrouting", "carbonserviceflow"}),
        ("风", {"prevailingwinduv", "prevailingwindstations", "windgrid", "importcmadaily", "windflowrouting"}),
        ("wind", {"prevailingwinduv", "prevailingwindstations", "windgrid", "importcmadaily", "windflowrouting"}),
        ("关联矩阵", {"rastercorrelationmatrix", "carbonserviceflowdrivers"}),
        ("InVEST", {"carbonstock", "carbonstockchange"}),
        ("碳储量", {"carbonstock", "carbonserviceflow"}),
    ],
)
def test_some_are_found_by(plugin, text, some):
    assert some <= found(text)


def test_nothing_of_ours_is_found_by_what_it_is_not(plugin):
    assert found("slope aspect hillshade") == set()


def test_help_has_its_six_parts_in_order_and_no_markup(plugin):
    for one in registered():
        text = one.shortHelpString()
        places = [0, *(text.find(part) for part in PARTS)]
        assert places == sorted(places), one.id()
        assert min(places[1:]) > 40, one.id()
        assert not re.search(r"[<>&]", text), one.id()
        for paragraph in text.split("\n\n"):
            assert paragraph == paragraph.strip()
            assert "\n" not in paragraph
            assert len(paragraph) > 10


def test_every_parameter_and_output_explains_itself(plugin):
    for one in registered():
        for definition in one.parameterDefinitions():
            assert definition.description().strip(), (one.id(), definition.name())
            assert len(definition.help().strip()) > 8, (one.id(), definition.name())
            assert not re.search(r"<\w+>", definition.help().replace("<source>", "")), definition.name()
        for output in one.outputDefinitions():
            assert output.description().strip(), (one.id(), output.name())


def test_help_pages_are_there_for_all_in_both_languages(plugin):
    for one in registered():
        path = Path(QUrl(one.helpUrl()).toLocalFile())
        assert path.is_file(), one.id()
        assert path.parent.name == "en"
        for page in (path, path.parents[1] / "zh" / path.name):
            text = unescape(page.read_text(encoding="utf-8"))
            for definition in one.parameterDefinitions():
                assert definition.name() in text, (page, definition.name())


def test_pages_hang_together():
    """Every link and picture of the pages is there, and none needs a network."""
    pages = sorted((ROOT / "resources" / "help").rglob("*.html"))
    assert len(pages) > 30
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        for link in re.findall(r'(?:href|src)="([^"#]+)', text):
            if re.match(r"https?:", link):
                assert "src=" not in text.split(link)[0][-5:], (page, link)
            else:
                assert (page.parent / link).exists(), (page, link)


def test_pages_are_those_of_the_sources(plugin, tmp_path):
    """`make help` has been run since the last change."""
    pytest.importorskip("markdown", reason="only where Markdown is installed (make setup)")
    sys.path.insert(0, str(ROOT / "resources" / "help"))
    build_help = importlib.import_module("build_help")
    plugin.unload()
    try:
        build_help.build(tmp_path)
    finally:
        plugin.initProcessing()
    here = ROOT / "resources" / "help"
    made = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.*")}
    kept = {
        path.relative_to(here).as_posix(): path.read_bytes()
        for pattern in ("*/*.html", "images/*.png")
        for path in here.glob(pattern)
    }
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []
