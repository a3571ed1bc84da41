"""Temporary names and the final rename: all files of a run, or none, and what was there stays."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from carbon_service_flow.core.engine.operation import Result
from carbon_service_flow.core.engine.run import run
from carbon_service_flow.core.errors import WriteError
from carbon_service_flow.core.raster.sources import ArraySource
from carbon_service_flow.core.raster.staging import Staging
from support.common import grid, load, target

REPLACE = os.replace
FOLDERS = ["plain", "with space", "碳 汇 (2015) [a]*?"]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


@pytest.mark.parametrize("name", FOLDERS)
def test_names_with_spaces_chinese_and_glob_characters(tmp_path, name) -> None:
    made = tmp_path / name
    made.mkdir()
    final = made / f"{name}.tif"
    with Staging() as staging:
        out = target(staging.reserve(str(final)))
        source = ArraySource(np.full((2, 3), 7.0))
        run(lambda block: Result([block.bands[0]]), [source], grid(2, 3), [out])
        assert not final.exists()
        staging.commit()
    assert [path.name for path in made.iterdir()] == [final.name]
    assert load(final).tolist() == [[7.0] * 3] * 2


def test_files_appear_together_and_companions_with_them(folder) -> None:
    """A shapefile's parts and a raster's .aux.xml are renamed with their main file."""
    with Staging() as staging:
        raster, shape = (Path(staging.reserve(str(folder / name))) for name in ("a.tif", "b.shp"))
        for path in (raster, Path(f"{raster}.aux.xml"), shape, shape.with_suffix(".dbf")):
            path.write_text(path.name)
        staging.commit()
    assert sorted(contents(folder)) == ["a.tif", "a.tif.aux.xml", "b.dbf", "b.shp"]


def test_without_commit_nothing_is_left_and_old_files_stay(folder) -> None:
    (folder / "a.tif").write_text("old")

    def fail() -> None:
        with Staging() as staging:
            Path(staging.reserve(str(folder / "a.tif"))).write_text("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert contents(folder) == {"a.tif": b"old"}


def test_a_name_without_ending_does_not_claim_its_neighbours(folder) -> None:
    """The run writes "a"; "a.csv" and "a.part-x.tif" are somebody else's and stay, whether it fails or not."""
    for name in ("a.csv", "a.tif", "a.part-x.tif", "a"):
        (folder / name).write_text(name)
    before = contents(folder)
    with Staging() as staging:
        Path(staging.reserve(str(folder / "a"))).write_text("new")
    assert contents(folder) == before
    with Staging() as staging:
        Path(staging.reserve(str(folder / "a"))).write_text("new")
        staging.commit()
    assert contents(folder) == {**before, "a": b"new"}


def test_stale_statistics_and_overviews_of_the_old_file_go(folder) -> None:
    for name in ("a.tif", "a.tif.aux.xml", "a.tif.ovr", "a.tif.msk", "b.tif.ovr"):
        (folder / name).write_text("old")
    with Staging() as staging:
        Path(staging.reserve(str(folder / "a.tif"))).write_text("new")
        staging.commit()
    assert contents(folder) == {"a.tif": b"new", "b.tif.ovr": b"old"}


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_a_failing_rename_puts_everything_back(folder, monkeypatch, failing) -> None:
    """Four renames: old a aside, new a, old b aside, new b. Whichever fails, a and b are the old ones."""
    for name in ("a.tif", "b.tif"):
        (folder / name).write_text(f"old {name}")
    before = contents(folder)
    calls = []

    def replace(source, destination):
        calls.append(source)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")
        REPLACE(source, destination)

    with Staging() as staging:
        for name in ("a.tif", "b.tif"):
            Path(staging.reserve(str(folder / name))).write_text("new")
        monkeypatch.setattr(os, "replace", replace)
        with pytest.raises(WriteError, match=r"cannot be replaced: No space left on device.*another program") as caught:
            staging.commit()
    assert ("a.tif" if failing < 3 else "b.tif") in str(caught.value)
    assert contents(folder) == before


def test_a_new_file_is_taken_away_again_when_a_later_one_fails(folder, monkeypatch) -> None:
    calls = []

    def replace(source, destination):
        calls.append(source)
        if len(calls) == 2:
            raise PermissionError(13, "Permission denied")
        REPLACE(source, destination)

    with Staging() as staging:
        for name in ("a.tif", "b.tif"):
            Path(staging.reserve(str(folder / name))).write_text("new")
        monkeypatch.setattr(os, "replace", replace)
        with pytest.raises(WriteError, match=r"b\.tif cannot be replaced: Permission denied"):
            staging.commit()
    assert contents(folder) == {}


def test_missing_folder(folder) -> None:
    with Staging() as staging, pytest.raises(WriteError, match=r"the folder .*gone does not exist"):
        staging.reserve(str(folder / "gone" / "a.tif"))


def test_a_folder_is_no_target(folder) -> None:
    (folder / "a.tif").mkdir()
    with Staging() as staging, pytest.raises(WriteError, match=r"a\.tif cannot be created: it is a folder"):
        staging.reserve(str(folder / "a.tif"))


@pytest.mark.parametrize("blocked", ["a.tif", "."])
def test_read_only_file_or_folder(folder, blocked) -> None:
    """The check is on mode bits: as root, everything would be writable."""
    path = folder / "a.tif"
    path.write_text("old")
    locked = folder / blocked
    mode = locked.stat().st_mode
    locked.chmod(mode & ~0o222)
    try:
        with Staging() as staging, pytest.raises(WriteError, match="is read-only") as caught:
            staging.reserve(str(path))
    finally:
        locked.chmod(mode)
    assert str(locked) in str(caught.value)
    assert contents(folder) == {"a.tif": b"old"}


def test_one_name_for_two_outputs(folder) -> None:
    with Staging() as staging:
        staging.reserve(str(folder / "a.tif"))
        with pytest.raises(WriteError, match="named for two outputs"):
            staging.reserve(str(folder / "x" / ".." / "a.tif"))


def test_nothing_written_is_nothing_committed(folder) -> None:
    """An output that a run leaves out (no zones, say) needs no file."""
    with Staging() as staging:
        staging.reserve(str(folder / "a.tif"))
        staging.commit()
    assert contents(folder) == {}


def test_errors_are_the_built_in_kind_too() -> None:
    with Staging() as staging, pytest.raises(OSError, match="does not exist"):
        staging.reserve("/no such folder/a.tif")


def test_eleven_outputs_do_not_take_each_other_s_companions(folder) -> None:
    """The temporary names of the second and the eleventh output of that name begin alike: ...1.tif and ...10.csv."""
    names = ["0.tif", "same.tif", *(f"{number}.tif" for number in range(2, 10)), "same.csv"]
    with Staging() as staging:
        for name in names:
            Path(staging.reserve(str(folder / name))).write_text(name)
        staging.commit()
    assert {name: (folder / name).read_text() for name in names} == {name: name for name in names}
    assert not [name for name in contents(folder) if name.startswith("same") and name not in names]


def test_a_folder_that_the_user_may_not_write_is_no_place(folder, monkeypatch) -> None:
    """Mode bits allow it, access (of another user's folder) does not."""
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != folder)
    with Staging() as staging, pytest.raises(WriteError, match="is read-only"):
        staging.reserve(str(folder / "new.tif"))
