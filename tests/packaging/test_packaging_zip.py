"""The zip: the same bytes from the same commit, only what is shipped, nothing that the plugin site refuses."""

from __future__ import annotations

import configparser
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / ".ci"))

import check_package  # noqa: E402

TOP = "carbon_service_flow/"


def packed(folder: Path, **more: str) -> Path:
    command = ["/usr/bin/python3", str(ROOT / ".ci" / "package.py"), str(folder)]
    run = subprocess.run(command, env={**os.environ, **more}, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return Path(run.stdout.strip())


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return packed(tmp_path_factory.mktemp("zip"))


def test_same_bytes_in_another_folder_language_and_time_zone(archive, tmp_path):
    again = packed(tmp_path / "again", LC_ALL="C", TZ="Asia/Shanghai", PYTHONHASHSEED="7")
    assert again.name == archive.name
    assert again.read_bytes() == archive.read_bytes()


def test_all_files_carry_one_time_and_one_mode(archive, tmp_path):
    with zipfile.ZipFile(packed(tmp_path, SOURCE_DATE_EPOCH="1700000000")) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(2023, 11, 14, 22, 13, 20)}
        assert {entry.external_attr >> 16 for entry in opened.infolist()} == {0o100644}


def test_nothing_that_the_plugin_site_refuses(archive):
    """Scanners apart: `make package` runs them."""
    assert archive.stat().st_size <= check_package.LARGEST
    with zipfile.ZipFile(archive) as opened:
        assert opened.namelist()[0] == TOP + "metadata.txt"
        assert check_package.names_and_files(opened) == []
        assert check_package.metadata(opened) == []


def test_what_is_shipped(archive):
    with zipfile.ZipFile(archive) as opened:
        names = [name[len(TOP) :] for name in opened.namelist()]
    assert not [name for name in names if name.startswith("resources/") and name.endswith(".py")]
    assert not [name for name in names if name.startswith(("tests", "docs", "benchmarks", "Makefile", "README"))]
    # Not the other way round: what git does not know yet is not packed. try_package.py finds what is missing.
    for name in names:
        assert (ROOT / name).is_file(), name
    for needed in ("plugin.py", "provider.py", "resources/icons/provider.svg", "i18n/carbon_service_flow_zh_CN.qm"):
        assert needed in names
    assert sum(name.endswith(".model3") for name in names) == 2


def test_release_notes_reach_the_plugin_manager(archive):
    parser = configparser.ConfigParser()
    with zipfile.ZipFile(archive) as opened:
        parser.read_string(opened.read(TOP + "metadata.txt").decode("utf-8"))
    assert "Added" in parser["general"]["changelog"]
    source = configparser.ConfigParser()
    source.read(ROOT / "metadata.txt", encoding="utf-8")
    for key, value in source["general"].items():
        assert parser["general"][key] == value


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        (TOP + "core/__pycache__/grid.cpython-311.pyc", b"", "hidden, cached"),
        (TOP + ".gitignore", b"", "hidden, cached"),
        ("README.md", b"", "not in carbon_service_flow/"),
        (TOP + "core/solver.so", b"\x7fELF\2\1", "not a kind of file"),
        (TOP + "resources/data.csv", b"PK\3\4more", "a program or an archive"),
        (TOP + "core/Errors.py", b"", "twice, where case does not count"),
        (TOP + "core/a.py", b"import os  # nosec\n", "switches a check off"),
    ],
)
def test_the_check_finds(archive, tmp_path, name, data, told):
    bad = tmp_path / archive.name
    bad.write_bytes(archive.read_bytes())
    with zipfile.ZipFile(bad, "a") as opened:
        opened.writestr(name, data)
    with zipfile.ZipFile(bad) as opened:
        assert [fault for fault in check_package.names_and_files(opened) if told in fault]
