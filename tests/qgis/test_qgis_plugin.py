"""The life of the plugin, and what every algorithm says about itself."""

from __future__ import annotations

import ast
import builtins
import configparser
import importlib
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import carbon_service_flow
import pytest
from conftest import Recorder, algorithm
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingParameterDefinition
from test_qgis_interface import PARAMETERS

ROOT = Path(__file__).resolve().parents[2]


LOADED = """
import sys
sys.path.insert(0, sys.argv[1])
import carbon_service_flow.plugin
print([name for name in sys.modules if name.startswith("carbon_service_flow.")])
"""


def registered():
    return QgsApplication.processingRegistry().providerById("carbonflow")


def test_load_and_unload_twice(plugin):
    for _ in range(2):
        assert registered() is not None
        plugin.unload()
        assert registered() is None
        plugin.unload()
        plugin.initProcessing()
    assert len(registered().algorithms()) >= len(PARAMETERS)


def test_what_algorithms_do_is_loaded_when_they_run() -> None:
    """That is more than half of the modules, and QGIS loads the plugin at every start."""
    folder = str(Path(carbon_service_flow.__file__).parents[1])
    found = subprocess.run([sys.executable, "-c", LOADED, folder], capture_output=True, text=True, check=True)
    for name in PARAMETERS:
        assert re.search(rf"'carbon_service_flow\.algorithms\.\w+\.{name}'", found.stdout)
    assert "_run'" not in found.stdout
    late = r"routing|report\.|balance\.|accounts\.emissions|drivers\.(correlation|factor_detector)|wind\.uv_"
    assert re.findall(rf"'carbon_service_flow\.core\.(?:{late})\w*'", found.stdout) == []


def test_every_room_is_named_by_an_import_so_that_a_reload_forgets_it() -> None:
    """QGIS forgets what import statements name: an empty package that none names would stay when the plugin is gone."""
    named = set()
    for path in (ROOT / "plugin.py", *ROOT.glob("core/**/*.py"), *ROOT.glob("algorithms/**/*.py")):
        package = path.parent.relative_to(ROOT).parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                base = package[: len(package) - node.level + 1] + tuple((node.module or "").split("."))
                around = ".".join(part for part in base if part)
                named |= {around, *(f"{around}.{alias.name}".strip(".") for alias in node.names)}
    rooms = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for top in ("core", "algorithms")
        for path in ROOT.glob(f"{top}/**/__init__.py")
    }
    assert len(rooms) > 30
    assert rooms - named == set()


def test_with_a_window(plugin, qgis_iface):
    """As the plugin manager does it, in a session that has unloaded the other instance."""
    plugin.unload()
    package = importlib.import_module("carbon_service_flow")
    other = package.classFactory(qgis_iface)
    other.initGui()
    assert registered() is not None
    other.unload()
    assert registered() is None
    plugin.initProcessing()


def test_a_package_that_imports_nothing_of_qgis(monkeypatch):
    """QGIS imports a plugin's package to read it: that must not cost anything."""
    seen = []
    original = builtins.__import__

    def watching(name, *arguments, **more):
        seen.append(name)
        return original(name, *arguments, **more)

    spec = importlib.util.spec_from_file_location("just_looking", ROOT / "__init__.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(builtins, "__import__", watching)
    spec.loader.exec_module(module)
    monkeypatch.undo()
    assert not [name for name in seen if name.startswith(("qgis", "osgeo", "numpy", "pandas"))]


def test_metadata():
    parser = configparser.ConfigParser()
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    general = parser["general"]
    for key in ("name", "version", "description", "about", "author", "email", "tracker", "repository", "tags"):
        assert general[key].strip(), key
    assert general["qgisMinimumVersion"] == "3.22"
    assert general["qgisMaximumVersion"] == "4.99"
    assert general["hasProcessingProvider"] == "yes"
    assert re.fullmatch(r"\d+\.\d+\.\d+", general["version"])


def test_modules_are_named_after_ids(plugin):
    for name in PARAMETERS:
        assert re.fullmatch(rf"carbon_service_flow\.algorithms\.\w+\.{name}", type(algorithm(name)).__module__)


@pytest.mark.parametrize("name", PARAMETERS)
def test_what_an_algorithm_says(plugin, name):
    one = algorithm(name)
    assert one.displayName()
    assert one.displayName() != one.name()
    assert one.group()
    assert len(one.tags()) >= 5
    help_text = one.shortHelpString()
    assert f"Example: qgis_process run carbonflow:{name} -- " in help_text
    assert len(help_text) > 200
    example = help_text.split("-- ")[1].split()
    known = {definition.name() for definition in one.parameterDefinitions()}
    assert {part.split("=")[0] for part in example} <= known
    required = {
        definition.name()
        for definition in one.parameterDefinitions()
        if not definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
        and definition.defaultValue() is None
        and not definition.isDestination()
    }
    assert required <= {part.split("=")[0] for part in example}, "the example must run"
    for definition in one.parameterDefinitions():
        assert definition.help().strip(), definition.name()
        assert definition.description(), definition.name()


def test_instances_are_independent(plugin):
    first = algorithm("carbonstock")
    second = first.create()
    assert type(first) is type(second)
    assert first is not second


@pytest.mark.parametrize("name", PARAMETERS)
def test_missing_parameters_are_told_before_the_run(plugin, name):
    ok, text = algorithm(name).checkParameterValues({}, QgsProcessingContext())
    assert not ok
    assert text


def test_importing_the_plugin_does_not_import_what_is_optional():
    """A machine without SciPy or pandas still loads the plugin, so no module imports them at the top."""
    for path in [*(ROOT / "algorithms").rglob("*.py"), *(ROOT / "core").rglob("*.py"), ROOT / "plugin.py"]:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not re.match(r"(import|from) (scipy|numba|pandas)\b", line), path


def test_cancelled_before_it_starts(plugin, inputs, tmp_path):
    feedback = Recorder()
    feedback.cancel()
    parameters = {"LANDUSE": inputs["landuse"], "OUTPUT": str(tmp_path / "a.tif")}
    _, ok = algorithm("carbonstock").run(parameters, QgsProcessingContext(), feedback)
    assert not ok
    assert list(tmp_path.iterdir()) == []
