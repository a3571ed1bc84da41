"""Find Qt and QGIS names that Qt 6 does not know: unscoped enums above all, which Qt 5 takes and Qt 6 does not.

    build/checks/bin/python .ci/enums.py FILE...      Qt names against the real PyQt6; lists what is wrong, returns 1

Attribute chains that start at an imported name are followed: with `from qgis.PyQt.QtCore import Qt`, `Qt.UserRole` is
wrong, since Qt 6 has only `Qt.ItemDataRole.UserRole`; `QVariant.Int` is wrong, since it is gone. A line that is only
run with Qt 5 says "Qt 5 only". QGIS's own names are followed in the tests, in each QGIS they run with
(`problems(path, "qgis.core", ...)`).
"""

from __future__ import annotations

import ast
import enum
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

EXEMPT = "Qt 5 only"


def imported(tree: ast.AST, package: str) -> Iterator[tuple[str, str, str]]:
    """(local name, module, name) of every `from package... import name`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and (node.module + ".").startswith(package + "."):
            for alias in node.names:
                yield alias.asname or alias.name, node.module, alias.name


def chains(tree: ast.AST) -> Iterator[tuple[int, str, list[str]]]:
    """(line, first name, attributes) of every longest attribute chain."""
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or id(node) in inner:
            continue
        attributes: list[str] = []
        step: ast.expr = node
        while isinstance(step, ast.Attribute):
            attributes.insert(0, step.attr)
            step = step.value
        if isinstance(step, ast.Name):
            yield node.lineno, step.id, attributes


def is_member(value: object) -> bool:
    """True for a member of a Python enum, as in PyQt6, or of sip's kind of enum, as in PyQt5."""
    return isinstance(value, enum.Enum) or type(type(value)).__name__ in ("enumtype", "EnumType", "EnumMeta")


def wrong(owner: object, attributes: list[str]) -> str:
    """What is wrong with a chain, "" when nothing is."""
    for name in attributes:
        if not hasattr(owner, name):
            # Beyond classes there are values, whose attributes are not known from here.
            return f"{name} does not exist" if isinstance(owner, type) else ""
        value = getattr(owner, name)
        if is_member(value):
            return "" if type(value) is owner else f"{name} is not scoped: it belongs to {type(value).__qualname__}"
        owner = value
    return ""


def problems(path: Path, package: str, module_of: Callable[[str], Any]) -> Iterator[str]:
    """What is wrong with a file's names from a package; `module_of` gives the module to look them up in."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    tree = ast.parse(text)
    owners = {}
    for local, module, name in imported(tree, package):
        if hasattr(module_of(module), name):
            owners[local] = getattr(module_of(module), name)
        else:
            yield f"{path}: {name} is not in {module}"
    for line, first, attributes in chains(tree):
        fault = wrong(owners[first], attributes) if first in owners else ""
        if fault and EXEMPT not in lines[line - 1]:
            yield f"{path}:{line}: {'.'.join([first, *attributes])}: {fault}"


def main() -> int:
    """Check the files named on the command line against PyQt6."""
    names = [Path(name) for name in sys.argv[1:]]
    found = [
        fault
        for path in names
        for fault in problems(path, "qgis.PyQt", lambda name: import_module(name.replace("qgis.PyQt", "PyQt6")))
    ]
    print("\n".join(found) or f"Qt 6: {len(names)} files are fine")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
