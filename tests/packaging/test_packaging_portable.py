"""Windows and macOS, as far as they can be judged from here: no call that only POSIX has, no encoding left to the
system, names that any file system can tell apart, and files that are locked by another program."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest
from carbon_service_flow.core.errors import WriteError
from carbon_service_flow.core.raster.staging import Staging

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = [
    path
    for item in (ROOT / ".ci" / "shipped.txt").read_text(encoding="utf-8").split()
    for path in [ROOT / item, *(ROOT / item).rglob("*")]
    if path.is_file() and "__pycache__" not in path.parts
]
SOURCES = sorted(path for path in SHIPPED if path.suffix == ".py" and "resources" not in path.parts)
POSIX_ONLY = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "posix", "syslog", "crypt"}
NOT_OURS = {"subprocess", "multiprocessing", "ctypes", "signal"}
POSIX_CALLS = {"fork", "forkpty", "kill", "killpg", "getuid", "geteuid", "getgid", "chown", "mkfifo", "statvfs", "nice"}
PROCESS_CALLS = {"system", "popen", "startfile", "_exit", "chdir", "putenv", "symlink", "link", "rename"}
# Windows keeps these names for devices, whatever the ending.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_call_that_windows_has_not(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = {alias.name.split(".")[0] for alias in node.names}
            assert not names & (POSIX_ONLY | NOT_OURS), f"line {node.lineno}"
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            assert node.module.split(".")[0] not in POSIX_ONLY | NOT_OURS, f"line {node.lineno}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            assert node.attr not in POSIX_CALLS | PROCESS_CALLS, f"line {node.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_text_is_read_and_written_in_a_named_encoding(path):
    """A Chinese Windows would take GBK."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        text = isinstance(node.func, ast.Attribute) and node.func.attr in ("read_text", "write_text")
        opened = isinstance(node.func, ast.Name) and node.func.id == "open"
        binary = any(isinstance(value, ast.Constant) and "b" in str(value.value) for value in node.args[1:])
        if text or (opened and not binary):
            given = {keyword.arg for keyword in node.keywords} | (
                {"encoding"} if text and len(node.args) == 2 else set()
            )
            assert "encoding" in given, f"line {node.lineno}"


def test_names_differ_in_more_than_case_and_are_allowed_everywhere():
    names = [named(path) for path in SHIPPED]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        for part in name.split("/"):
            assert not DEVICES.fullmatch(part), name
            assert not re.search(r'[<>:"\\|?*\x00-\x1f]|[. ]$', part), name
        # Windows allows 260 characters, and the folder of a profile takes half of them.
        assert len(name) < 100, name


def test_a_locked_target(tmp_path, monkeypatch):
    """Windows refuses to rename a file that is open elsewhere, and to rename onto one."""
    target, other = tmp_path / "碳储量 stock.tif", tmp_path / "other.tif"
    target.write_bytes(b"old")
    replace = os.replace

    def locked(source, destination):
        if Path(source) == target or Path(destination) == target:
            raise PermissionError(13, "The process cannot access the file because it is being used by another process")
        replace(source, destination)

    monkeypatch.setattr("os.replace", locked)
    with Staging() as staging:
        for path in (other, target):
            Path(staging.reserve(str(path))).write_bytes(b"new")
        with pytest.raises(WriteError) as caught:
            staging.commit()
    for part in (str(target), "used by another process", "close it or choose another name"):
        assert part in str(caught.value)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
