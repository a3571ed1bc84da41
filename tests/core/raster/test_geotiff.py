"""GeoTIFFs as they are written: layout, nodata, descriptions; what Float32 cannot hold; a full disk."""

from __future__ import annotations

import resource
import signal

import numpy as np
import pytest
from carbon_service_flow.core.engine.operation import Result
from carbon_service_flow.core.engine.run import run
from carbon_service_flow.core.engine.windows import CHUNK
from carbon_service_flow.core.errors import RasterError, WriteError
from carbon_service_flow.core.raster.creation_options import CreationOptions
from carbon_service_flow.core.raster.geotiff import NODATA, Target
from carbon_service_flow.core.raster.sources import ArraySource, Window
from carbon_service_flow.core.raster.staging import Staging
from osgeo import gdal
from support.common import band, grid, load, target


def test_output_is_tiled_float32_with_nodata_description_and_unit(tmp_path) -> None:
    out = Target(str(tmp_path / "a.tif"), ("stock", "soil"), ("t C/ha", "t C/ha"))
    values = np.ma.MaskedArray([[1.0, 2.0]], [[False, True]])
    run(lambda block: Result([values, values]), [ArraySource(np.zeros((1, 2)))], grid(1, 2), [out])
    dataset = gdal.Open(out.path)
    first = dataset.GetRasterBand(2)
    assert (first.DataType, first.GetNoDataValue(), first.GetBlockSize()) == (gdal.GDT_Float32, NODATA, [CHUNK, CHUNK])
    assert (first.GetDescription(), first.GetUnitType()) == ("soil, t C/ha", "t C/ha")
    assert dataset.GetMetadata("IMAGE_STRUCTURE")["COMPRESSION"] == "DEFLATE"
    assert load(out.path, 2).tolist() == [[1.0, None]]
    again = band(out.path, band=2).description
    copy = Target(str(tmp_path / "b.tif"), (again[0],), (again[1],))
    run(lambda block: Result([block.bands[0]]), [band(out.path, band=2)], grid(1, 2), [copy])
    assert band(copy.path).description == again == ("soil, t C/ha", "t C/ha")


@pytest.mark.parametrize("value", [1e39, -1e39, np.nan])
def test_results_that_float32_cannot_hold_are_refused(tmp_path, value) -> None:
    values = np.zeros((2, 3))
    values[1, 2] = value
    source = ArraySource(values)
    with pytest.raises(RasterError, match=r'"result" at row 2, column 3 is too large'):
        run(lambda block: Result([block.bands[0]]), [source], grid(2, 3), [target(tmp_path / "a.tif")])


def test_a_full_disk_is_a_write_error_and_leaves_nothing(tmp_path) -> None:
    """No file may grow beyond 64 kB: the kernel refuses the write as it does on a full disk."""
    noise = np.random.default_rng(2).random((700, 700)).astype(np.float32)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with Staging() as staging:
            out = target(staging.reserve(str(tmp_path / "out.tif")))
            resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, hard))
            with pytest.raises(WriteError, match="cannot be written to its end"):
                run(lambda block: Result([block.bands[0]]), [ArraySource(noise)], grid(700, 700), [out])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert list(tmp_path.iterdir()) == []


def test_prepared_bands_are_float32_and_leave_what_was_given_alone() -> None:
    """Float32 bands without a mask are passed on as they are; masked ones are copied before nodata is put in."""
    plain = np.array([[1.0, 2.0]], np.float32)
    masked = np.ma.MaskedArray(np.array([[3.0, np.nan]], np.float32), [[False, True]])
    out = Target("a.tif", ("one", "two", "three"))
    one, two, three = out.prepare(Window(0, 0, 1, 2), [plain, masked, np.array([[5, 6]], np.int16)])
    assert one is plain
    assert two.tolist() == [[3.0, NODATA]]
    assert np.isnan(masked.data[0, 1])
    assert three.dtype == np.float32
    assert three.tolist() == [[5.0, 6.0]]


def test_the_place_of_a_value_too_large_is_that_on_the_whole_grid() -> None:
    """Row 1, column 2 of a window that begins at row 512, column 1024: row 514 and column 1027, counted from 1."""
    values = np.zeros((2, 3))
    values[1, 2] = -1e300
    with pytest.raises(RasterError, match='"flux" at row 514, column 1027'):
        Target("a.tif", ("stock", "flux")).prepare(Window(512, 1024, 2, 3), [np.zeros((2, 3)), values])


def test_each_chunk_is_written_where_it_belongs(tmp_path) -> None:
    """Two chunks that are not square, side by side and below each other, also with masked arrays."""
    out = target(tmp_path / "a.tif", "one", "two")
    writer = out.open(grid(3, 4), CHUNK)
    writer.write(Window(1, 2, 2, 1), [np.full((2, 1), 7, np.float32), np.full((2, 1), 8, np.float32)])
    writer.write(Window(0, 0, 1, 2), [np.ma.MaskedArray([[1.0, 2.0]], [[False, True]]), np.zeros((1, 2))])
    writer.close()
    one, two = gdal.Open(out.path).ReadAsArray()
    assert one[0, :2].tolist() == [1.0, NODATA]
    assert (one[1, 2], one[2, 2]) == (7, 7)
    assert (two[1, 2], two[2, 2], two[0, 0]) == (8, 8, 0)


def test_a_unit_is_said_once_and_none_where_there_is_none(tmp_path) -> None:
    """ "1" is no unit to be shown; a description that holds the unit keeps it as it is."""
    out = Target(str(tmp_path / "a.tif"), ("ratio", "flux, t/ha", "stock"), ("1", "t/ha", ""))
    run(lambda block: Result([block.bands[0]] * 3), [ArraySource(np.ones((1, 1)))], grid(1, 1), [out])
    dataset = gdal.Open(out.path)
    bands = [dataset.GetRasterBand(number) for number in (1, 2, 3)]
    assert [(found.GetDescription(), found.GetUnitType()) for found in bands] == [
        ("ratio", "1"),
        ("flux, t/ha", "t/ha"),
        ("stock", ""),
    ]


def test_a_target_is_called_by_its_label_and_read_when_written(tmp_path) -> None:
    out = Target(str(tmp_path / "a.part-1.tif"), ("stock",), label="the stock")
    assert (out.name, Target("b.tif", ("stock",)).name) == ("the stock", "b.tif")
    assert out.at("c.tif") == Target("c.tif", ("stock",), label="the stock")
    run(lambda block: Result([block.bands[0]]), [ArraySource(np.full((1, 2), 4.0))], grid(1, 2), [out])
    written = out.written()
    assert (written.name, written.open().read(Window(0, 0, 1, 2)).tolist()) == ("the stock", [[4.0, 4.0]])


def test_a_cog_that_cannot_be_made_at_the_end_is_a_write_error(tmp_path) -> None:
    """Meanwhile somebody has made a folder of that name."""
    out = Target(str(tmp_path / "a.tif"), ("stock",), label="the stock", creation=CreationOptions.parse("FORMAT=COG"))
    writer = out.open(grid(1, 1), CHUNK)
    writer.write(Window(0, 0, 1, 1), [np.ones((1, 1), np.float32)])
    (tmp_path / "a.tif").mkdir()
    with pytest.raises(WriteError, match="the stock cannot be written to its end"):
        writer.close()


class Refusing:
    """A dataset whose bands say that they failed, or complain and say nothing."""

    def __init__(self, answer: int, complains: bool) -> None:
        self.answer, self.complains = answer, complains

    def GetRasterBand(self, number):
        return self

    def WriteArray(self, values, col, row):
        if self.complains:
            gdal.Error(gdal.CE_Failure, 3, "the disk is full")
        return self.answer

    def FlushCache(self):
        pass


@pytest.mark.parametrize(("answer", "complains"), [(1, False), (0, True)])
def test_a_band_that_fails_or_only_complains_is_a_write_error(tmp_path, answer, complains) -> None:
    """GDAL says so by a number, by its last error, or by both: one is enough."""
    writer = Target(str(tmp_path / "a.tif"), ("a",)).open(grid(1, 1), CHUNK)
    whole, writer._dataset = writer._dataset, Refusing(answer, complains)
    try:
        with pytest.raises(WriteError, match="cannot be written"):
            writer.write(Window(0, 0, 1, 1), [np.zeros((1, 1), np.float32)])
    finally:
        writer._dataset = whole
        writer.abandon()
