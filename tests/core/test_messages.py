"""Templates of messages: each has one name and one text, and stands in the room that raises it."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import carbon_service_flow
import pytest

PLUGIN = Path(carbon_service_flow.__file__).resolve().parent
CORE = PLUGIN / "core"
FILES = sorted(CORE.rglob("messages.py"))
QGIS_SIDE = "the QGIS side"


def templates(path: Path) -> dict[str, str]:
    """The templates of a file by their names."""
    found = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign):
            (target,), call = node.targets, node.value
            assert isinstance(target, ast.Name)
            assert isinstance(call, ast.Call)
            assert ast.unparse(call.func) == "QT_TRANSLATE_NOOP", target.id
            context, text = (ast.literal_eval(argument) for argument in call.args)
            assert context == "CarbonServiceFlow"
            found[target.id] = text
    return found


def users(name: str) -> set[str]:
    """The rooms, and the QGIS side, that use a template: `core/raster`, or `core` for its own modules."""
    return {room for room, names in NAMES_USED if name in names}


def names_used(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def room_of(path: Path) -> str:
    inside = path.relative_to(PLUGIN)
    return inside.parent.as_posix() if inside.parts[0] == "core" else QGIS_SIDE


MODULES = [path for path in (*CORE.rglob("*.py"), *(PLUGIN / "algorithms").rglob("*.py")) if path.name != "messages.py"]
NAMES_USED = [(room_of(path), names_used(path)) for path in MODULES]
TEMPLATES = {path: templates(path) for path in FILES}


def test_all_rooms_with_messages_are_looked_at() -> None:
    assert len(FILES) >= 13
    assert sum(map(len, TEMPLATES.values())) >= 150
    assert {room for room, _ in NAMES_USED} >= {"core", "core/raster", "core/engine/cluster", QGIS_SIDE}


def test_no_name_and_no_text_stands_twice() -> None:
    """With two of a name, the wrong import is a KeyError when the message is filled."""
    names = Counter(name for found in TEMPLATES.values() for name in found)
    texts = Counter(text for found in TEMPLATES.values() for text in found.values())
    assert [name for name, count in names.items() if count > 1] == []
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("path", FILES, ids=room_of)
def test_a_template_stands_where_it_is_raised(path: Path) -> None:
    """In its room; in core/messages when two rooms, a module of core itself or the QGIS side use it."""
    room = room_of(path)
    for name in TEMPLATES[path]:
        used_by = users(name)
        if room == "core":
            assert len(used_by) > 1 or used_by & {"core", QGIS_SIDE}, f"{name}: {used_by}"
        else:
            rooms = {user for user in used_by - {QGIS_SIDE} if not (user == room or user.startswith(f"{room}/"))}
            assert room in {user[: len(room)] for user in used_by}, f"{name} is not used in {room}"
            assert not rooms, f"{name} is used by {rooms}, too"
