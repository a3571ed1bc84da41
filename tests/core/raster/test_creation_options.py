"""Creation options: what is taken, what is refused and in which words, and that the numbers stay the same."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.engine.operation import Result
from carbon_service_flow.core.engine.run import run
from carbon_service_flow.core.errors import ParameterError
from carbon_service_flow.core.raster import creation_options as creation
from carbon_service_flow.core.raster.creation_options import CreationOptions
from carbon_service_flow.core.raster.geotiff import NODATA, Target
from carbon_service_flow.core.raster.sources import ArraySource
from carbon_service_flow.core.raster.staging import Staging
from osgeo import gdal
from support.common import grid

FRAME = grid(700, 1100)
VALUES = np.random.default_rng(0).normal(size=FRAME.shape).astype(np.float32)
MASK = VALUES > 2


def both(block) -> Result:
    return Result([block.bands[0], block.bands[0] * np.float32(3)])


def write(path, options: str) -> gdal.Dataset:
    target = Target(str(path), ("one", "three"), ("t/ha", "kg"), "the raster", CreationOptions.parse(options))
    run(both, [ArraySource(VALUES, MASK)], FRAME, [target])
    return gdal.Open(str(path))


@pytest.mark.parametrize(
    ("options", "stored"),
    [
        ("", {"COMPRESSION": "DEFLATE", "INTERLEAVE": "BAND"}),
        ("COMPRESS=ZSTD|ZSTD_LEVEL=3", {"COMPRESSION": "ZSTD"}),
        (" compress = lzw | PREDICTOR=3 |", {"COMPRESSION": "LZW", "PREDICTOR": "3"}),
        ("COMPRESS=NONE", {"COMPRESSION": None}),
        ("INTERLEAVE=PIXEL|BLOCKXSIZE=256|BLOCKYSIZE=128|TILED=YES", {"INTERLEAVE": "PIXEL"}),
        ("FORMAT=COG", {"COMPRESSION": "DEFLATE", "LAYOUT": "COG"}),
        ("FORMAT=COG|COMPRESS=DEFLATE|ZLEVEL=6|PREDICTOR=2|BIGTIFF=YES", {"PREDICTOR": "2", "LAYOUT": "COG"}),
    ],
)
def test_options_change_how_a_raster_is_stored_and_nothing_else(tmp_path, options, stored) -> None:
    if "ZSTD" in options and "ZSTD" not in creation.lossless_codecs():
        pytest.skip("this GDAL was built without ZSTD")
    dataset = write(tmp_path / "raster.tif", options)
    for name, value in stored.items():
        assert dataset.GetMetadataItem(name, "IMAGE_STRUCTURE") == value
    for number, values in ((1, VALUES), (2, VALUES * np.float32(3))):
        band = dataset.GetRasterBand(number)
        np.testing.assert_array_equal(band.ReadAsArray(), np.where(MASK, np.float32(NODATA), values))
        assert band.DataType == gdal.GDT_Float32
        assert band.GetNoDataValue() == NODATA
        assert band.GetUnitType() == ("t/ha", "kg")[number - 1]
        assert band.GetDescription() == ("one, t/ha", "three, kg")[number - 1]
        block = {"BLOCKXSIZE=256": [256, 128]}.get(options.partition("|")[2].partition("|")[0], [512, 512])
        assert band.GetBlockSize() == block
    assert [path.name for path in tmp_path.iterdir()] == ["raster.tif"]


def test_overviews_of_a_cog_hold_values_of_cells(tmp_path) -> None:
    """1100 x 700 cells in blocks of 512: overviews of 550 x 350 and so on; each value is one of the raster."""
    dataset = write(tmp_path / "raster.tif", "FORMAT=COG")
    band = dataset.GetRasterBand(1)
    assert band.GetOverviewCount() >= 1
    assert np.isin(band.GetOverview(0).ReadAsArray(), band.ReadAsArray()).all()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("COMPRES=ZSTD", ("COMPRES=ZSTD", "COMPRESS")),
        ("ZSTD", ("ZSTD", "NAME=VALUE")),
        ("COMPRESS=JPEG", ("JPEG", "DEFLATE")),
        ("COMPRESS=LERC|MAX_Z_ERROR=1", ("LERC", "DEFLATE")),
        ("COMPRESS=ZSTD|NBITS=16", ("NBITS",)),
        ("TILED=NO", ("TILED", "YES")),
        ("BLOCKXSIZE=1024", ("BLOCKXSIZE", "1024", "512")),
        ("ZSTD_LEVEL=23", ("ZSTD_LEVEL", "1 ... 22")),
        ("ZLEVEL=", ("ZLEVEL",)),
        ("FORMAT=PNG", ("FORMAT", "COG")),
        ("COMPRESS=DEFLATE,ZLEVEL=6", ("DEFLATE,ZLEVEL=6",)),
    ],
)
def test_what_is_unknown_or_loses_digits_is_refused_with_what_may_be(options, words) -> None:
    with pytest.raises(ParameterError) as error:
        CreationOptions.parse(options)
    assert all(word in str(error.value) for word in words)


def test_a_codec_that_gdal_lacks_is_told_before_the_run(monkeypatch) -> None:
    monkeypatch.setattr(creation, "lossless_codecs", lambda: ["NONE", "DEFLATE"])
    with pytest.raises(ParameterError, match=r"ZSTD.*NONE, DEFLATE"):
        CreationOptions.parse("COMPRESS=ZSTD")
    assert creation.fastest_creation().get("COMPRESS") == "DEFLATE"


def test_a_cog_that_fails_half_way_leaves_nothing(tmp_path) -> None:
    """The second block is infinite: neither the raw copy nor the COG stays."""

    def broken(block) -> Result:
        values = np.full(block.window.shape, 1e300 if block.window.col else 1.0)
        return Result([np.ma.MaskedArray(values)])

    with Staging() as staging:
        target = Target(staging.reserve(str(tmp_path / "a.tif")), ("a",), creation=CreationOptions.parse("FORMAT=COG"))
        with pytest.raises(ValueError, match="too large"):
            run(broken, [ArraySource(VALUES)], FRAME, [target])
    assert list(tmp_path.iterdir()) == []


def test_options_of_a_geotiff_by_hand() -> None:
    """The fastest level of the codec, blocks of the chunks' edge, band by band where there are several."""
    plain = CreationOptions().for_geotiff(512, 1)
    common = ["COMPRESS=DEFLATE", "NUM_THREADS=ALL_CPUS", "BIGTIFF=IF_SAFER", "ZLEVEL=1", "TILED=YES"]
    assert sorted(plain) == sorted([*common, "BLOCKXSIZE=512", "BLOCKYSIZE=512"])
    assert sorted(CreationOptions().for_geotiff(512, 2)) == sorted([*plain, "INTERLEAVE=BAND"])
    chosen = CreationOptions.parse("compress=lzma|lzma_preset=4|blockxsize=128|num_threads=3")
    assert set(chosen.for_geotiff(512, 1)) == {
        *("COMPRESS=LZMA", "LZMA_PRESET=4", "NUM_THREADS=3", "BIGTIFF=IF_SAFER"),
        *("TILED=YES", "BLOCKXSIZE=128", "BLOCKYSIZE=512"),
    }
    assert "ZLEVEL=1" not in CreationOptions.parse("COMPRESS=NONE").for_geotiff(512, 1)


def test_options_of_a_cog_by_hand() -> None:
    common = ["COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER", "NUM_THREADS=ALL_CPUS", "RESAMPLING=NEAREST"]
    cog = CreationOptions.parse("FORMAT=COG")
    assert cog.is_cog
    assert not CreationOptions().is_cog
    assert sorted(cog.for_cog(512)) == sorted([*common, "LEVEL=1", "BLOCKSIZE=512"])
    chosen = CreationOptions.parse("FORMAT=COG|ZLEVEL=7|PREDICTOR=3|BLOCKXSIZE=256")
    assert sorted(chosen.for_cog(512)) == sorted([*common, "LEVEL=7", "PREDICTOR=FLOATING_POINT", "BLOCKSIZE=256"])
    assert "PREDICTOR=STANDARD" in CreationOptions.parse("FORMAT=COG|PREDICTOR=2").for_cog(512)


def test_what_only_this_gdal_reads_has_its_fastest_codec(monkeypatch) -> None:
    monkeypatch.setattr(creation, "lossless_codecs", lambda: ["DEFLATE", "ZSTD"])
    assert creation.fastest_creation().for_geotiff(512, 1).count("ZSTD_LEVEL=1") == 1
    assert creation.fastest_creation().get("COMPRESS") == "ZSTD"


def test_codecs_that_gdal_lists_are_known() -> None:
    found = creation.lossless_codecs()
    assert {"NONE", "DEFLATE", "LZW", "PACKBITS"} <= set(found) <= set(creation.LOSSLESS)
