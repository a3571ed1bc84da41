"""Rasters in tiles: a VRT and its folder appear together, read as one raster, and replace only what is theirs."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from carbon_service_flow.core.engine.operation import Result
from carbon_service_flow.core.engine.run import run
from carbon_service_flow.core.engine.windows import CHUNK
from carbon_service_flow.core.errors import ReadError, WriteError
from carbon_service_flow.core.raster.geotiff import Target
from carbon_service_flow.core.raster.sources import ArraySource, Window
from carbon_service_flow.core.raster.staging import Staging
from carbon_service_flow.core.raster.tiled_vrt import TileWriter, make_joiner, remove_folder, tile_folder, tile_name
from osgeo import gdal
from support.common import DEGREES, KM, WGS84, grid, load, target

FOLDERS = ["plain", "with space", '碳 汇 (2015) [a]*? & <b> "c"']


def write(path: str, values: np.ndarray, frame=None) -> None:
    run(lambda block: Result([block.bands[0]]), [ArraySource(values)], frame or grid(*values.shape), [target(path)])


def commit(path: Path, values: np.ndarray) -> None:
    with Staging() as staging:
        write(staging.reserve(str(path)), values)
        staging.commit()


@pytest.mark.parametrize("name", FOLDERS)
def test_a_vrt_target_is_a_vrt_and_a_folder_with_one_tile(tmp_path, name) -> None:
    folder = tmp_path / name
    folder.mkdir()
    values = np.arange(12.0).reshape(3, 4)
    commit(folder / f"{name}.x.vrt", values)
    assert sorted(p.name for p in folder.iterdir()) == [f"{name}.x.tiles", f"{name}.x.vrt"]
    assert [p.name for p in (folder / f"{name}.x.tiles").iterdir()] == ["r0000000_c0000000.tif"]
    assert load(folder / f"{name}.x.vrt").tolist() == values.tolist()


def test_it_replaces_an_old_one_with_its_folder(tmp_path) -> None:
    for value in (1.0, 2.0):
        commit(tmp_path / "a.vrt", np.full((2, 2), value))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.tiles", "a.vrt"]
    assert load(tmp_path / "a.vrt").tolist() == [[2.0, 2.0]] * 2


def test_a_folder_of_another_kind_is_not_replaced(tmp_path) -> None:
    (tmp_path / "a.tiles").mkdir()
    (tmp_path / "a.tiles" / "my work.txt").write_text("mine")
    with (
        Staging() as staging,
        pytest.raises(WriteError, match=r"which holds something else \(my work\.txt\)"),
    ):
        staging.reserve(str(tmp_path / "a.vrt"))
    assert (tmp_path / "a.tiles" / "my work.txt").read_text() == "mine"


def test_without_commit_nothing_is_left_and_the_old_one_stays(tmp_path) -> None:
    commit(tmp_path / "a.vrt", np.ones((2, 2)))
    with Staging() as staging:
        write(staging.reserve(str(tmp_path / "a.vrt")), np.zeros((2, 2)))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.tiles", "a.vrt"]
    assert load(tmp_path / "a.vrt").tolist() == [[1.0, 1.0]] * 2


@pytest.mark.parametrize("fails_at", range(4))
def test_a_rename_that_fails_puts_everything_back(tmp_path, monkeypatch, fails_at) -> None:
    """Four renames: the old VRT and the old folder aside, the new ones in; any may fail."""
    commit(tmp_path / "a.vrt", np.ones((2, 2)))
    replace, calls = os.replace, []

    def sometimes(source, final) -> None:
        calls.append(source)
        if len(calls) == fails_at + 1:
            raise PermissionError(13, "in use")
        replace(source, final)

    with Staging() as staging:
        write(staging.reserve(str(tmp_path / "a.vrt")), np.zeros((2, 2)))
        monkeypatch.setattr(os, "replace", sometimes)
        with pytest.raises(WriteError, match="in use"):
            staging.commit()
        monkeypatch.undo()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.tiles", "a.vrt"]
    assert load(tmp_path / "a.vrt").tolist() == [[1.0, 1.0]] * 2


@pytest.mark.parametrize("ending", [".vrt", ".tif"])
def test_tiles_are_joined_where_they_belong_and_remains_are_swept_out(tmp_path, ending) -> None:
    """Four tiles, the last ones small; what a killed process left does not get in."""
    shape, edge = (CHUNK + 7, CHUNK + 5), CHUNK
    frame = grid(*shape, DEGREES, WGS84)
    values = np.random.default_rng(1).random((2, *shape), dtype=np.float32)
    out = target(tmp_path / f"a{ending}", "one & <two>", "b")
    joined = make_joiner(out, frame, edge)
    (tile_folder(out.path) / "r0000000_c0000000.part-0123456789ab.tif").write_bytes(b"half")
    for row in range(0, shape[0], edge):
        for col in range(0, shape[1], edge):
            tile = Window(row, col, min(edge, shape[0] - row), min(edge, shape[1] - col))
            part = np.s_[:, row : row + tile.rows, col : col + tile.cols]
            for _ in range(2):  # a tile that is repeated is the same tile
                writer = TileWriter(out, frame, tile, edge)
                writer.write(tile, out.prepare(tile, [np.ma.MaskedArray(v, v < 0.1) for v in values[part]]))
                writer.close()
            joined.add(tile)
    joined.close()
    for number in (1, 2):
        found = load(out.path, number)
        assert (np.ma.getmaskarray(found) == (values[number - 1] < 0.1)).all()
        assert (found.data == values[number - 1])[values[number - 1] >= 0.1].all()
    dataset = gdal.Open(out.path)
    assert dataset.GetGeoTransform() == frame.geotransform
    assert dataset.GetSpatialRef().IsSame(frame.reference)
    assert dataset.GetRasterBand(1).GetDescription() == "one & <two>"
    left = sorted(p.name for p in tmp_path.rglob("*"))
    tiles = ["r0000000_c0000000.tif", "r0000000_c0000512.tif", "r0000512_c0000000.tif", "r0000512_c0000512.tif"]
    assert left == (["a.tif"] if ending == ".tif" else ["a.tiles", "a.vrt", *tiles])


def test_a_tile_that_is_not_there_is_an_error(tmp_path) -> None:
    joined = make_joiner(target(tmp_path / "a.vrt"), grid(4, 4), CHUNK)
    with pytest.raises(ReadError, match="not there for this machine"):
        joined.add(Window(0, 0, 4, 4))
    joined.abandon()
    assert list(tmp_path.iterdir()) == []


def test_a_tile_of_a_run_that_was_given_up_cannot_be_written(tmp_path) -> None:
    """Its worker may still be at it: the folder goes, and the tile's last step fails instead of leaving a file."""
    out, tile = target(tmp_path / "a.vrt"), Window(0, 0, 4, 4)
    joined = make_joiner(out, grid(4, 4), CHUNK)
    late = TileWriter(out, grid(4, 4), tile, CHUNK)
    late.write(tile, [np.ma.MaskedArray(np.ones((4, 4)))])
    joined.abandon()
    with pytest.raises(WriteError):
        late.close()
    late.abandon()
    assert list(tmp_path.iterdir()) == []
    remove_folder(tile_folder(out.path))


def test_names() -> None:
    assert tile_name(Window(512, 16384, 1, 1)) == "r0000512_c0016384.tif"
    assert tile_folder("/x/my.stock.vrt") == Path("/x/my.stock.tiles")


def test_a_vrt_can_be_read_before_and_after_it_gets_its_name(tmp_path) -> None:
    """A second pass reads what the first has written."""
    values = np.arange(6.0).reshape(2, 3)
    with Staging() as staging:
        early = staging.reserve(str(tmp_path / "a & b.vrt"))
        write(early, values)
        assert load(early).tolist() == values.tolist()
        staging.commit()
    assert load(tmp_path / "a & b.vrt").tolist() == values.tolist()
    assert ".part-" not in (tmp_path / "a & b.vrt").read_text()


def test_a_vrt_says_where_each_tile_lies(tmp_path) -> None:
    """3 rows and 5 columns in tiles of 2 x 3, 2 x 2, 1 x 3 and 1 x 2; a description and unit that XML must escape."""
    out = Target(str(tmp_path / "a & b.vrt"), ("one", "two <3>"), ("t/ha", "m³"))
    frame, edge = grid(3, 5), 16
    joiner = make_joiner(out, frame, edge)
    tiles = [Window(0, 0, 2, 3), Window(0, 3, 2, 2), Window(2, 0, 1, 3), Window(2, 3, 1, 2)]
    for tile in tiles:
        writer = TileWriter(out, frame, tile, edge)
        writer.write(tile, [np.full(tile.shape, value, np.float32) for value in (1, 2)])
        writer.close()
        joiner.add(tile)
    joiner.close()
    root = ElementTree.parse(out.path).getroot()
    assert (root.get("rasterXSize"), root.get("rasterYSize")) == ("5", "3")
    bands = root.findall("VRTRasterBand")
    assert [band.findtext("Description") for band in bands] == ["one, t/ha", "two <3>, m³"]
    assert [band.findtext("UnitType") for band in bands] == ["t/ha", "m³"]
    for number, described in enumerate(bands, start=1):
        for tile, source in zip(tiles, described.findall("SimpleSource")):
            assert source.findtext("SourceFilename") == f"a & b.tiles/{tile_name(tile)}"
            assert source.findtext("SourceBand") == str(number)
            properties = source.find("SourceProperties").attrib
            assert (properties["RasterXSize"], properties["RasterYSize"]) == (str(tile.cols), str(tile.rows))
            assert (properties["BlockXSize"], properties["BlockYSize"]) == ("16", "16")
            size = {"xSize": str(tile.cols), "ySize": str(tile.rows)}
            assert source.find("SrcRect").attrib == {"xOff": "0", "yOff": "0", **size}
            assert source.find("DstRect").attrib == {"xOff": str(tile.col), "yOff": str(tile.row), **size}
    assert load(out.path, 2).tolist() == np.full((3, 5), 2.0).tolist()


def test_tiles_lie_where_they_belong_on_the_earth(tmp_path) -> None:
    """The tile from row 2, column 3 on of 1 km cells begins 3 km east and 2 km south of the grid's corner."""
    out = target(tmp_path / "a.vrt")
    make_joiner(out, grid(4, 5), 16)
    writer = TileWriter(out, grid(4, 5), Window(2, 3, 2, 2), 16)
    writer.write(Window(3, 4, 1, 1), [np.full((1, 1), 9, np.float32)])
    writer.close()
    dataset = gdal.Open(str(tile_folder(out.path) / "r0000002_c0000003.tif"))
    assert dataset.GetGeoTransform() == (KM[0] + 3000, 1000, 0, KM[3] - 2000, 0, -1000)
    assert (dataset.RasterXSize, dataset.RasterYSize) == (2, 2)
    assert dataset.ReadAsArray()[1, 1] == 9


def test_a_tile_of_a_tif_is_removed_as_soon_as_it_is_copied(tmp_path) -> None:
    """A large result needs room for one copy, not for two."""
    out, tile = target(tmp_path / "a.tif"), Window(0, 0, 2, 3)
    joiner = make_joiner(out, grid(2, 3), CHUNK)
    writer = TileWriter(out, grid(2, 3), tile, CHUNK)
    writer.write(tile, [np.arange(6, dtype=np.float32).reshape(2, 3)])
    writer.close()
    assert [file.name for file in tile_folder(out.path).iterdir()] == [tile_name(tile)]
    joiner.add(tile)
    assert list(tile_folder(out.path).iterdir()) == []
    joiner.close()
    assert load(out.path).tolist() == [[0, 1, 2], [3, 4, 5]]
