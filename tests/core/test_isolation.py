"""core knows no QGIS, and keeps the rules of the plugin site for shipped code."""

from __future__ import annotations

import ast
import pickle
import subprocess
import sys
from pathlib import Path

import carbon_service_flow
import pytest

PACKAGE = Path(carbon_service_flow.__file__).resolve().parent
CORE = PACKAGE / "core"
FILES = sorted(CORE.rglob("*.py"))
FORBIDDEN = {"qgis", "PyQt5", "PyQt6", "processing", "subprocess", "pickle", "marshal"}

BLOCKED = """
import sys, importlib, pkgutil

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("qgis", "PyQt5", "PyQt6", "processing"):
            raise ImportError(name + " is blocked")

sys.meta_path.insert(0, Blocker())
sys.path.insert(0, sys.argv[1])
import carbon_service_flow.core as core
names = [m.name for m in pkgutil.walk_packages(core.__path__, core.__name__ + ".")]
for name in names:
    importlib.import_module(name)
print(len(names), sorted({"pandas", "scipy", "numba", "dask", "distributed"} & set(sys.modules)))
"""


def imported(tree: ast.AST) -> set[str]:
    """The first part of every absolute import."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CORE)))
def test_core_imports_no_qgis_and_does_nothing_forbidden(path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not imported(tree) & FORBIDDEN
    for node in ast.walk(tree):
        assert not isinstance(node, ast.Assert), f"assert in line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("eval", "exec", "__import__"), f"line {node.lineno}"
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"bare except in line {node.lineno}"
            assert not all(isinstance(step, ast.Pass) for step in node.body), f"except: pass in line {node.lineno}"
        if isinstance(node, ast.ImportFrom) and node.level:
            reach = len(path.relative_to(CORE).parts)
            assert node.level <= reach, f"line {node.lineno} reaches out of core"


LATE = {"scipy", "numba", "dask", "distributed", "pandas"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CORE)))
def test_what_may_be_missing_is_imported_inside_functions(path) -> None:
    """Importing core must not need them, nor wait for them; `if TYPE_CHECKING` is for readers and mypy."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = ast.Module(body=[n for n in tree.body if isinstance(n, (ast.Import, ast.ImportFrom))], type_ignores=[])
    assert not imported(top) & LATE


def test_tables_are_read_by_pandas() -> None:
    tree = ast.parse((CORE / "tables" / "read.py").read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert any("pandas" in imported(function) for function in functions)


def test_core_can_be_imported_where_there_is_no_qgis() -> None:
    staged = Path(carbon_service_flow.__file__).parent.parent
    run = subprocess.run(
        [sys.executable, "-c", BLOCKED, str(staged)], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    count, late = run.stdout.split(maxsplit=1)
    assert int(count) >= 140
    assert late.strip() == "[]", "loaded with a module of core"


def test_every_message_is_marked_and_says_where_and_what() -> None:
    """Templates live in messages*.py, marked for translation; their fields are plain names."""
    import importlib
    import string

    paths = sorted(CORE.rglob("messages.py"))
    count = 0
    for path in paths:
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        module = importlib.import_module(f"carbon_service_flow.{name}")
        marked = path.read_text(encoding="utf-8").count('QT_TRANSLATE_NOOP(\n    "CarbonServiceFlow"')
        marked += path.read_text(encoding="utf-8").count('QT_TRANSLATE_NOOP("CarbonServiceFlow"')
        templates = {name: text for name, text in vars(module).items() if name.isupper() and isinstance(text, str)}
        assert marked == len(templates), path
        count += marked
        for name, text in templates.items():
            fields = [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]
            assert all(field.isidentifier() for field in fields), name
    assert count >= 150, "a glob that finds nothing passes"


def test_errors_are_built_in_kinds_too() -> None:
    from carbon_service_flow.core import errors

    kinds = {
        errors.RasterError: ValueError,
        errors.ReadError: OSError,
        errors.WriteError: OSError,
        errors.GridMismatchError: ValueError,
        errors.TableError: ValueError,
        errors.ZoneError: LookupError,
        errors.UnknownCodeError: LookupError,
        errors.ParameterError: ValueError,
        errors.NotEnoughMemoryError: MemoryError,
        errors.ClusterError: ConnectionError,
    }
    for kind, built_in in kinds.items():
        error = kind("{what} is {wrong}", what="{braces}", wrong="odd")
        assert isinstance(error, built_in)
        assert isinstance(error, errors.CarbonFlowError)
        assert str(error) == "{braces} is odd"
        assert (error.template, error.values) == ("{what} is {wrong}", {"what": "{braces}", "wrong": "odd"})
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), again.template, again.values) == (kind, error.template, error.values)
