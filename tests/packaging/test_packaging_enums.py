"""Every QGIS enum is scoped and there in this QGIS; Qt only through qgis.PyQt. (`make package` asks PyQt6 itself.)"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / ".ci"))

import enums  # noqa: E402

SOURCES = [ROOT / "plugin.py", ROOT / "provider.py", *sorted((ROOT / "algorithms").rglob("*.py"))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_enums_are_scoped_and_exist(path):
    assert list(enums.problems(path, "qgis.core", import_module)) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_qt_only_through_qgis(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(PyQt[56]|PySide\d|sip)\b", text)
    assert not re.search(r"\.exec_\(|QRegExp\b|\bresources_rc\b", text)


def test_no_qt_resource_files():
    assert not [path for path in ROOT.rglob("*.qrc") if "build" not in path.parts]


def test_the_check_finds_what_it_should(tmp_path):
    path = tmp_path / "bad.py"
    path.write_text(
        "from qgis.core import QgsProcessing, QgsWkbTypes as W, QgsGone\n"
        "a = QgsProcessing.TypeVectorPolygon\n"
        "b = QgsProcessing.SourceType.TypeVectorPolygon\n"
        "c = W.Point\n"
        "d = W.Type.Point\n"
        "e = QgsProcessing.TEMPORARY_OUTPUT\n"
        "f = W.Type.Pointless\n"
        "g = W.Point  # Qt 5 only\n",
        encoding="utf-8",
    )
    found = list(enums.problems(path, "qgis.core", import_module))
    assert len(found) == 4
    assert "QgsGone is not in qgis.core" in found[0]
    for line, told in zip((2, 4, 7), ("not scoped", "not scoped", "does not exist")):
        assert [fault for fault in found if f":{line}: " in fault and told in fault]


def test_null_and_none_are_the_same_to_us():
    """QGIS 3 gives NULL for an empty cell, QGIS 4 may give None: what the code writes takes both."""
    from qgis.core import NULL

    pattern = re.compile(r"[!=]= NULL|in \(None, \"\", NULL\)|NULL,$|import .*NULL")
    for path in SOURCES:
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r"\bNULL\b", line) and '"' not in line:
                assert pattern.search(line.strip()), f"{path.name}: {line}"
    for value in (NULL, None):
        assert (None if value == NULL else value) is None
        assert value in (None, "", NULL)
    assert 0 not in (None, "", NULL)
