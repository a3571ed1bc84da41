"""The structure keeps its rules: rooms stay small, imports go one way, one name is one thing, modules have tests.

CONTRIBUTING.md says what the rooms are for. All is read with `ast`: nothing is imported.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_MODULES = 14
TESTED_FROM_LINES = 40
# Rooms of core, each may use those to its right; those in one group know nothing of each other.
LEVELS = (
    {"report"},
    {"routing"},
    {"charts", "balance", "grids"},
    {"accounts", "stations", "drivers"},
    {"zones", "wind"},
    {"engine", "provenance"},
    {"tables"},
    {"raster"},
    {"progress"},
    {"errors", "phrases", "messages"},
)
ALGORITHM_LEVELS = (
    {"desktop"},
    {"report"},
    {"flow", "accounts", "balance", "grids", "drivers"},
    {"charts", "styling"},
    {"models"},
    {"framework"},
)
# Words that stood for a term of the field: the name to use is in CONTRIBUTING.md.
HOME_MADE = """
    lap laps cut walk walker passage noted settle settled settles krylov multigrid finest escape escaping endless carry
    course stretch ledger stay survey surveyed weigh weighs spread spreading burn burner burnt kept tell told
    judge refuse whole lone rest look looks form
"""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules(top: str) -> list[Path]:
    paths = sorted((ROOT / top).rglob("*.py"))
    assert len(paths) > 50, "a folder that is gone would pass"
    return paths


def parts_of(path: Path) -> tuple[str, ...]:
    """("core", "raster", "grid") of core/raster/grid.py; a package is its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def imported(path: Path) -> Iterator[tuple[str, ...]]:
    """Modules or packages that a file names relative to itself, also within functions."""
    here = parts_of(path) if path.name == "__init__.py" else parts_of(path)[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = here[: len(here) - node.level + 1] + tuple((node.module or "").split(".") if node.module else ())
            for alias in node.names:
                target = ROOT.joinpath(*base, alias.name)
                is_module = target.with_suffix(".py").is_file() or (target / "__init__.py").is_file()
                yield (*base, alias.name) if is_module else base


@pytest.mark.parametrize("top", ["core", "algorithms", "tests/core"])
def test_a_folder_holds_at_most_14_modules(top: str) -> None:
    counts = Counter(path.parent for path in modules(top) if path.name != "__init__.py")
    assert {str(folder): count for folder, count in counts.items() if count > MOST_MODULES} == {}


@pytest.mark.parametrize("top", ["core", "algorithms"])
def test_each_folder_opens_with_what_lives_there(top: str) -> None:
    folders = {path.parent for path in modules(top)}
    silent = [f for f in folders if not (ast.get_docstring(tree(f / "__init__.py")) or "").strip().endswith((".", ":"))]
    assert [str(folder) for folder in silent if not ast.get_docstring(tree(folder / "__init__.py"))] == []


@pytest.mark.parametrize(("top", "levels"), [("core", LEVELS), ("algorithms", ALGORITHM_LEVELS)])
def test_imports_go_one_way(top: str, levels: tuple[set[str], ...]) -> None:
    rank = {room: level for level, rooms in enumerate(levels) for room in rooms}
    wrong = []
    for path in modules(top):
        own = parts_of(path)
        if len(own) < 2:
            continue
        for used in imported(path):
            if used[0] == top and len(used) > 1 and used[1] != own[1] and used[1] in rank and own[1] in rank:
                higher = rank[used[1]] < rank[own[1]]
                beside = rank[used[1]] == rank[own[1]] and levels[rank[own[1]]] != {"errors", "phrases", "messages"}
                if higher or beside:
                    wrong.append(f"{'.'.join(own)} uses {'.'.join(used)}")
    assert wrong == []
    rooms = {parts_of(path)[1] for path in modules(top) if len(parts_of(path)) > 1}
    assert rooms == set(rank), "every room has its place"


def test_core_never_imports_algorithms() -> None:
    assert [str(path) for path in modules("core") if any(used[0] != "core" for used in imported(path))] == []


@pytest.mark.parametrize("top", ["core", "algorithms"])
def test_no_circle_of_modules(top: str) -> None:
    """Imports within functions count."""
    uses = {parts_of(path): set(imported(path)) for path in modules(top)}
    done: set[tuple[str, ...]] = set()

    def visit(module: tuple[str, ...], above: tuple[tuple[str, ...], ...]) -> None:
        assert module not in above, " -> ".join(".".join(m) for m in (*above, module))
        if module not in done:
            for used in uses.get(module, ()):
                if used != module:
                    visit(used, (*above, module))
            done.add(module)

    for module in uses:
        visit(module, ())


def test_one_public_name_is_one_thing() -> None:
    """Classes, functions and constants of core; a type alias that is the same everywhere is imported, not repeated."""
    places = defaultdict(set)
    for path in modules("core"):
        for node in tree(path).body:
            names = [node.name] if isinstance(node, (ast.ClassDef, ast.FunctionDef)) else []
            if isinstance(node, (ast.Assign, ast.AnnAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                flat = [
                    one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])
                ]
                names = [one.id for one in flat if isinstance(one, ast.Name)]
            for name in names:
                if not name.startswith("_"):
                    places[name].add(path.relative_to(ROOT).as_posix())
    assert {name: sorted(files) for name, files in places.items() if len(files) > 1} == {}


def words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+", name)}


@pytest.mark.parametrize("top", ["core", "algorithms"])
def test_names_are_terms_of_the_field(top: str) -> None:
    wrong = []
    for path in modules(top):
        names = [path.stem] + [
            node.name for node in ast.walk(tree(path)) if isinstance(node, (ast.ClassDef, ast.FunctionDef))
        ]
        wrong += [f"{path.relative_to(ROOT)}: {name}" for name in names if words(name) & set(HOME_MADE.split())]
    assert wrong == []


def test_every_tool_has_its_run_beside_it() -> None:
    names = {path.stem for path in modules("algorithms") if path.stem.endswith("_run")}
    listed = ast.walk(tree(ROOT / "algorithms" / "__init__.py"))
    tools = {node.module for node in listed if isinstance(node, ast.ImportFrom) and node.module}
    assert len(tools) >= 16
    for tool in tools:
        folder, name = tool.split(".")
        assert (ROOT / "algorithms" / folder / f"{name}_run.py").is_file()
        functions = {n.name for n in tree(ROOT / "algorithms" / folder / f"{name}_run.py").body if hasattr(n, "name")}
        assert {"check", "gather", "compute"} <= functions, name
    assert names == {f"{tool.split('.')[1]}_run" for tool in tools}


def test_every_module_has_a_test_of_its_name_that_imports_it() -> None:
    without = []
    for path in modules("core"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if path.name in ("__init__.py", "messages.py") or lines <= TESTED_FROM_LINES:
            continue
        inside = path.relative_to(ROOT / "core")
        test = ROOT / "tests" / "core" / inside.parent / f"test_{path.name}"
        package = "carbon_service_flow." + ".".join(parts_of(path)[:-1])
        patterns = (rf"{package}\.{path.stem}\b", rf"from {package} import [^\n]*\b{path.stem}\b")
        if not test.is_file() or not any(re.search(p, test.read_text(encoding="utf-8")) for p in patterns):
            without.append(inside.as_posix())
    assert without == []
