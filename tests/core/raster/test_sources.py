"""What is read: types, nodata, masks, scale, south-up and odd shapes; what is refused."""

from __future__ import annotations

import os

import numpy as np
import pytest
from carbon_service_flow.core.engine.operation import Result
from carbon_service_flow.core.engine.run import run
from carbon_service_flow.core.engine.windows import CHUNK
from carbon_service_flow.core.errors import GridMismatchError, RasterError, ReadError
from carbon_service_flow.core.raster.crs import spatial_reference
from carbon_service_flow.core.raster.dataset import band_count, grid_of
from carbon_service_flow.core.raster.sources import ArraySource, Window, common_grid
from carbon_service_flow.core.raster.staging import Staging
from osgeo import gdal
from support.common import ALBERS, KM, Recorder, band, load, save, target

NAN = float("nan")


def read(path, **options) -> np.ma.MaskedArray:
    source = band(path, **options)
    return source.open().read(Window(0, 0, *source.grid.shape))


@pytest.mark.parametrize(
    ("kind", "dtype", "nodata"),
    [
        (gdal.GDT_Byte, np.uint8, 255),
        (gdal.GDT_UInt16, np.uint16, 65535),
        (gdal.GDT_Int16, np.int16, -32768),
        (gdal.GDT_UInt32, np.uint32, 4294967295),
        (gdal.GDT_Int32, np.int32, -2147483648),
        (gdal.GDT_Float32, np.float32, -3.4028234663852886e38),
        (gdal.GDT_Float64, np.float64, -1.7976931348623157e308),
    ],
)
def test_types_keep_their_values_and_nodata_is_masked(tmp_path, kind, dtype, nodata) -> None:
    path = save(tmp_path / "a.tif", np.array([[0, 1, nodata]]), kind=kind, nodata=nodata)
    values = read(path)
    assert values.dtype == dtype == band(path).open().dtype
    assert values.mask.tolist() == [[False, False, True]]
    assert values.data[0, :2].tolist() == [0, 1]


def test_int8_is_signed(tmp_path) -> None:
    """GDAL before 3.7 has no Int8, but a mark on bytes that says that they are signed."""
    options = ("PIXELTYPE=SIGNEDBYTE",) if not hasattr(gdal, "GDT_Int8") else ()
    kind = getattr(gdal, "GDT_Int8", gdal.GDT_Byte)
    path = save(tmp_path / "a.tif", np.array([[-1, 5]], np.int8), kind=kind, options=options)
    assert read(path).tolist() == [[-1, 5]]


def test_without_nodata_everything_counts_but_nan(tmp_path) -> None:
    path = save(tmp_path / "a.tif", [[-9999, NAN, 3]], kind=gdal.GDT_Float32)
    values = read(path)
    assert np.ma.getmaskarray(values).tolist() == [[False, True, False]]
    assert values[0, 0] == -9999


@pytest.mark.parametrize("nodata", [NAN, -9999.0])
def test_nan_is_missing_whatever_nodata_is(tmp_path, nodata) -> None:
    values = read(save(tmp_path / "a.tif", [[nodata, NAN, 3]], kind=gdal.GDT_Float32, nodata=nodata))
    assert np.ma.getmaskarray(values).tolist() == [[True, True, False]]


@pytest.mark.parametrize("nodata", [300, -1, NAN, float("inf")])
def test_nodata_that_the_type_cannot_hold_masks_nothing(tmp_path, nodata) -> None:
    path = save(tmp_path / "a.tif", [[0, 1, 255]], kind=gdal.GDT_Byte)
    text = f"<NoDataValue>{nodata}</NoDataValue>"
    virtual = str(tmp_path / "a.vrt")
    gdal.Translate(virtual, path, format="VRT")
    with open(virtual, encoding="utf-8") as file:
        described = file.read().replace('band="1">', f'band="1">{text}', 1)
    with open(virtual, "w", encoding="utf-8") as file:
        file.write(described)
    assert np.ma.count_masked(read(virtual)) == 0


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinite_values_are_refused_with_their_place(tmp_path, value) -> None:
    values = np.zeros((CHUNK + 5, 4), np.float32)
    values[CHUNK + 2, 3] = value
    path = save(tmp_path / "a.tif", values, kind=gdal.GDT_Float32)
    with pytest.raises(RasterError, match=rf"a\.tif holds an infinite value at row {CHUNK + 3}, column 4"):
        run(lambda block: Result(), [band(path)], band(path).grid)
    masked = save(tmp_path / "b.tif", [[value, 1]], nodata=value)
    assert read(masked).tolist() == [[None, 1]]


def test_scale_and_offset_are_applied_after_nodata(tmp_path) -> None:
    """Packed temperatures: 250 * 0.1 - 5 = 20; -32768 is missing and no temperature of -3281.8."""
    path = save(tmp_path / "a.tif", [[250, -32768, 0]], kind=gdal.GDT_Int16, nodata=-32768, scale=(0.1, -5))
    values = read(path)
    assert values.dtype == band(path).open().dtype == np.float64
    assert values.tolist() == [[20.0, None, -5.0]]


def test_packed_float32_is_unpacked_in_double_precision(tmp_path) -> None:
    path = save(tmp_path / "a.tif", [[1.0, 3.0]], kind=gdal.GDT_Float32, scale=(0.1, 0.2))
    values = read(path)
    assert values.dtype == band(path).open().dtype == np.float64
    assert values[0, 1] == 3 * 0.1 + 0.2


def test_mask_band_and_palette(tmp_path) -> None:
    path = save(tmp_path / "a.tif", [[11, 21, 51]], kind=gdal.GDT_Byte)
    dataset = gdal.Open(path, gdal.GA_Update)
    table = gdal.ColorTable()
    for code in (11, 21, 51):
        table.SetColorEntry(code, (code, 200, 0, 255))
    dataset.GetRasterBand(1).SetColorTable(table)
    del dataset
    assert read(path).tolist() == [[11, 21, 51]]
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.array([[255, 0, 255]], np.uint8))
    del dataset
    assert read(path).tolist() == [[11, None, 51]]


def test_an_alpha_band_masks_the_others(tmp_path) -> None:
    layers = np.array([[[11, 21, 51]], [[255, 0, 1]]])
    path = save(tmp_path / "a.tif", layers, kind=gdal.GDT_Byte, options=("ALPHA=YES",))
    assert read(path).tolist() == [[11, None, 51]]


def test_alpha_and_masks_of_each_band_hide_what_gdal_hides(tmp_path) -> None:
    """The mask beside a file, and the alpha band of two bytes, as GDAL's own mask has them."""
    wide = save(
        tmp_path / "a.tif",
        np.array([[[7, 8, 9]], [[65535, 0, 300]]]),
        kind=gdal.GDT_UInt16,
        options=("ALPHA=YES",),
    )
    beside = save(tmp_path / "b.tif", [[7, 8, 9]], kind=gdal.GDT_Int16)
    dataset = gdal.Open(beside)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.array([[255, 255, 0]], np.uint8))
    del dataset
    assert (tmp_path / "b.tif.msk").exists()
    for path, expected in ((wide, [[7, None, 9]]), (beside, [[7, 8, None]])):
        dataset = gdal.Open(path)
        hidden = dataset.GetRasterBand(1).GetMaskBand().ReadAsArray() == 0
        assert read(path).tolist() == expected
        np.testing.assert_array_equal(np.ma.getmaskarray(read(path)), hidden)


def test_a_cell_is_missing_where_all_bands_have_their_value_of_nodata_values(tmp_path) -> None:
    """NODATA_VALUES "0 7" of a picture: black where both bands are, data where one of them alone is 0."""
    path = save(tmp_path / "a.tif", np.array([[[0, 0, 5]], [[7, 1, 7]]]), kind=gdal.GDT_Byte)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetMetadataItem("NODATA_VALUES", "0 7")
    del dataset
    assert read(path).tolist() == [[None, 0, 5]]
    assert read(path, use_nodata=False).tolist() == [[0, 0, 5]]


def test_ranges_that_the_user_excluded_and_nodata_switched_off(tmp_path) -> None:
    path = save(tmp_path / "a.tif", [[-9999, 0, 5, 7, 9]], nodata=-9999)
    assert read(path, excluded=((0, 0), (6, 8))).tolist() == [[None, None, 5, None, 9]]
    assert read(path, use_nodata=False).tolist() == [[-9999, 0, 5, 7, 9]]


@pytest.mark.parametrize("shape", [(1, 1), (1, CHUNK * 3 + 7), (CHUNK * 2 + 1, 1), (3, 5)])
@pytest.mark.parametrize("south_up", [False, True])
def test_odd_shapes_and_south_up_come_back_as_they_were(tmp_path, shape, south_up) -> None:
    transform = (KM[0], 1000.0, 0.0, 3_000_000.0, 0.0, 1000.0 if south_up else -1000.0)
    values = np.arange(shape[0] * shape[1], dtype=np.float32).reshape(shape)
    source = band(save(tmp_path / "a.tif", values, transform, kind=gdal.GDT_Float32))
    out = target(tmp_path / "b.tif")
    run(lambda block: Result([block.bands[0]]), [source], source.grid, [out])
    np.testing.assert_array_equal(load(out.path), values)
    assert grid_of(out.path) == source.grid
    assert source.grid.rows_run_south is not south_up


@pytest.mark.parametrize("options", [(), ("COMPRESS=DEFLATE", "TILED=YES")])
def test_a_truncated_file_is_named_and_nothing_is_left(tmp_path, options) -> None:
    random = np.random.default_rng(1)
    path = save(tmp_path / "碳 short.tif", random.random((1200, 600)), options=options)
    os.truncate(path, os.path.getsize(path) // 2)
    source = band(path)
    with Staging() as staging:
        out = target(staging.reserve(str(tmp_path / "out.tif")))
        with pytest.raises(ReadError, match=r"碳 short\.tif cannot be read at rows \d+ to \d+"):
            run(lambda block: Result([block.bands[0]]), [source], source.grid, [out])
    assert [found.name for found in tmp_path.iterdir()] == ["碳 short.tif"]


def test_bands(tmp_path) -> None:
    path = save(tmp_path / "a.tif", np.arange(6.0).reshape(2, 1, 3))
    assert band_count(path) == 2
    assert read(path, band=2).tolist() == [[3, 4, 5]]
    for number in (0, 3):
        with pytest.raises(RasterError, match=f"has no band {number}: it has 2"):
            read(path, band=number)
    complex_path = save(tmp_path / "c.tif", [[1j]], kind=gdal.GDT_CFloat32)
    with pytest.raises(RasterError, match="complex numbers"):
        read(complex_path)


def test_grids_that_cannot_be_used(tmp_path) -> None:
    plain = save(tmp_path / "plain.tif", [[1.0]], crs="")
    with pytest.raises(RasterError, match=r"plain\.tif has no coordinate reference system"):
        common_grid([band(plain)])
    rotated = save(tmp_path / "rotated.tif", [[1.0]], (0, 10, 3, 0, 3, -10), ALBERS)
    with pytest.raises(RasterError, match=r"rotated\.tif is rotated"):
        common_grid([band(rotated)])


def test_windows_are_read_in_their_place(tmp_path) -> None:
    """Rows 1 and 2, columns 2 to 4 of 4 x 6 cells; of a file and of an array."""
    values = np.arange(24.0).reshape(4, 6)
    mask = values % 5 == 0
    window = Window(1, 2, 2, 3)
    path = save(tmp_path / "a.tif", np.where(mask, -1, values), nodata=-1)
    expected = [[8, 9, None], [14, None, 16]]
    assert band(path).open().read(window).tolist() == expected
    source = ArraySource(values, mask)
    assert source.open().read(window).tolist() == expected
    assert ArraySource(values).read(window).tolist() == [[8, 9, 10], [14, 15, 16]]
    assert np.shares_memory(source.read(window).data, values)


def test_the_place_of_an_infinite_value_is_that_in_the_file(tmp_path) -> None:
    """Row 1, column 0 of a window from row 2, column 3 on: row 4, column 4, counted from 1."""
    values = np.zeros((5, 5))
    values[3, 3] = np.inf
    path = save(tmp_path / "a.tif", values)
    with pytest.raises(RasterError, match="infinite value at row 4, column 4"):
        band(path).open().read(Window(2, 3, 2, 2))
    assert not band(path).open().read(Window(0, 0, 3, 5)).any()
    # Excluded by the user or not, infinity is a mistake; only nodata and masks hide it.
    with pytest.raises(RasterError, match="infinite value"):
        band(path, excluded=((1.0, np.inf),)).open().read(Window(2, 3, 2, 2))


def test_an_unpacked_value_that_is_infinite_is_refused(tmp_path) -> None:
    """3e38 as Float32 is finite, 1e308 times it is not."""
    path = save(tmp_path / "a.tif", [[3e38, 1.0]], kind=gdal.GDT_Float32, scale=(1e308, 0))
    with np.errstate(over="ignore"), pytest.raises(RasterError, match="row 1, column 1"):
        read(path)


def test_rows_that_cannot_be_read_are_named(tmp_path) -> None:
    path = save(tmp_path / "a.tif", np.zeros((5, 5)))
    with pytest.raises(ReadError, match=r"cannot be read at rows 3 to 9: \S+"):
        band(path).open().read(Window(2, 0, 7, 5))


def test_cache_for_a_row_of_windows_by_hand(tmp_path) -> None:
    """Strips of 1000 cells, 4 rows each, Float32: 16 rows touch 20 rows of blocks, 1000 x 20 x 4 bytes. Tiles of 16:
    windows of 64 columns touch 80, and 64 rows touch 80: 80 x 80 x 2 bytes."""
    strips = save(tmp_path / "a.tif", np.zeros((40, 1000)), kind=gdal.GDT_Float32, options=("BLOCKYSIZE=4",))
    assert band(strips).cache_bytes(16) == 1000 * 20 * 4
    options = ("TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16")
    tiles = save(tmp_path / "b.tif", np.zeros((40, 1000)), kind=gdal.GDT_Int16, options=options)
    assert band(tiles).cache_bytes(64) == 80 * 80 * 2


def test_names_and_descriptions_of_bands(tmp_path) -> None:
    path = save(tmp_path / "a.tif", np.zeros((2, 1, 1)))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(2).SetDescription("soil")
    dataset.GetRasterBand(2).SetUnitType("t/ha")
    del dataset
    assert (band(path).description, band(path, band=2).description) == (("band 1", ""), ("soil", "t/ha"))
    assert (band(path).name, band(path, label="stock").name) == ("a.tif", "stock")
    for number in (0, 3):
        with pytest.raises(RasterError, match=f"has no band {number}: it has 2"):
            _ = band(path, band=number).description


def test_the_common_grid_is_the_first_ones_and_names_who_differs(tmp_path) -> None:
    one, two = (save(tmp_path / name, np.zeros((2, 3))) for name in ("one.tif", "two.tif"))
    assert common_grid([band(one), band(two)]) == band(one).grid
    three = save(tmp_path / "three.tif", np.zeros((3, 3)))
    for bands in ([band(one), band(two), band(three)], [band(one), band(three)]):
        with pytest.raises(GridMismatchError, match=r"one\.tif and three\.tif do not lie on the same grid: 3 x 2 "):
            common_grid(bands)


def test_nodata_counts_beside_a_mask_band(tmp_path) -> None:
    """21 is masked, 51 is nodata: neither hides the other."""
    path = save(tmp_path / "a.tif", [[11, 21, 51]], kind=gdal.GDT_Byte, nodata=51)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.array([[255, 0, 255]], np.uint8))
    del dataset
    assert read(path).tolist() == [[11, None, None]]


@pytest.mark.parametrize(("scale", "expected"), [((1.0, 5.0), [[7.0]]), ((2.0, 0.0), [[4.0]]), ((1.0, 0.0), [[2]])])
def test_a_band_is_packed_with_a_scale_or_an_offset_alone(tmp_path, scale, expected) -> None:
    values = read(save(tmp_path / "a.tif", [[2]], kind=gdal.GDT_Int16, scale=scale))
    assert values.tolist() == expected
    assert values.dtype == (np.int16 if scale == (1.0, 0.0) else np.float64)


@pytest.mark.parametrize("scale", [(float("nan"), 0.0), (1.0, float("nan")), (float("inf"), 0.0), (0.0, 5.0)])
def test_a_scale_that_leaves_no_values_is_refused(tmp_path, scale) -> None:
    """With a scale of nan every value is missing, with one of 0 all are the offset."""
    path = save(tmp_path / "a.tif", [[2]], kind=gdal.GDT_Int16, scale=scale)
    with pytest.raises(RasterError, match=r"Raster a.tif, band 1: its scale is \S+ and its offset \S+, so"):
        read(path)


def test_bands_of_a_common_grid_are_each_asked_for_a_usable_one(tmp_path) -> None:
    """The second is turned, or lies in a local system: that is the reason, not that the grids differ."""
    fine = band(save(tmp_path / "fine.tif", [[1.0, 2.0]]))
    turned = band(save(tmp_path / "turned.tif", [[1.0, 2.0]], (0.0, 1000.0, 100.0, 0.0, 100.0, -1000.0)))
    local = band(save(tmp_path / "local.tif", [[1.0, 2.0]], crs='LOCAL_CS["plan",UNIT["metre",1]]'))
    with pytest.raises(RasterError, match=r"Raster turned\.tif is rotated"):
        common_grid([fine, turned])
    with pytest.raises(RasterError, match=r"Raster local\.tif: its coordinate reference system plan is a local"):
        common_grid([fine, local])


def test_one_crs_in_other_words_is_logged(tmp_path) -> None:
    transform = (105.0, 0.01, 0.0, 35.0, 0.0, -0.01)
    first, second = (
        band(save(tmp_path / f"{code}.tif", [[1.0]], transform, spatial_reference(f"EPSG:{code}").ExportToWkt()))
        for code in (4326, 4490)
    )
    log = Recorder()
    assert common_grid([first, second], log).crs_name == "EPSG:4326"
    assert len(log.infos) == 1
    assert log.infos[0].startswith("4490.tif is in EPSG:4490, 4326.tif in EPSG:4326: taken as the same")
