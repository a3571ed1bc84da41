"""Undeclared fill values by the engine: counted over the raster, a warning or an error, and none for clean rasters."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.engine.operation import Result, Sums
from carbon_service_flow.core.engine.run import run
from carbon_service_flow.core.engine.windows import CHUNK
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.raster.nodata.fill_values import Counts, count_fill_values
from carbon_service_flow.core.raster.nodata.watch import Quantity
from carbon_service_flow.core.raster.sources import Window
from osgeo import gdal
from support.common import Recorder, band, save, target

TYPES = {"uint8": gdal.GDT_Byte, "int16": gdal.GDT_Int16, "uint16": gdal.GDT_UInt16, "float32": gdal.GDT_Float32}


def cells_of(block) -> Result:
    return Result((), Sums(cells=int(block.valid().sum())))


def warnings_of(source, **engine) -> list[str]:
    recorder = Recorder()
    sums = run(cells_of, [source], source.grid, progress=recorder, **engine)
    assert sums["cells"] > 0
    return recorder.warnings


def raster(tmp_path, cells, dtype="float32", quantity=Quantity.CONTINUOUS, **options):
    path = save(tmp_path / "layer.tif", np.atleast_2d(cells), kind=TYPES[dtype], **options)
    return band(path, quantity=quantity)


@pytest.mark.parametrize(
    ("dtype", "cells", "value", "count"),
    [
        ("float32", [310, 2040, -9999, -9999], "-9999", 2),
        # Further than they lie apart is not needed below 0: a product of 10^6 has no -9999.
        ("float32", [0, 3e6, 12, -9999], "-9999", 1),
        ("int16", [0, 900, 40, -32768], "-32768", 1),
        # Turpan, and a fill value more than twice as low.
        ("int16", [-154, 5445, -999], "-999", 1),
        ("uint16", [0, 900, 65535], "65535", 1),
        ("uint8", [0, 20, 100, 255], "255", 1),
        ("float32", [1, 2, 3.4028234663852886e38], "3.4028235e+38", 1),
        ("float32", [1, 2, 9.96921e36], "9.96921e+36", 1),
        # Unclassified land and water of MOD17; a dry LAS header's number; air of -30 and of -99 degrees.
        ("int16", [120, 3000, 32761, 32766], "32761", 1),
        ("uint16", [120, 3000, 65529, 65529], "65529", 2),
        ("float32", [90, 50, -999.25], "-999.25", 1),
        ("int16", [-30, 36, -99], "-99", 1),
    ],
)
def test_a_fill_value_far_from_all_others_is_told_with_count_and_cure(tmp_path, dtype, cells, value, count) -> None:
    told = warnings_of(raster(tmp_path, cells, dtype))[0]
    assert f"layer.tif holds {value} in {count} cells" in told
    assert f"gdal_edit.py -a_nodata {value} layer.tif" in told


@pytest.mark.parametrize(
    ("dtype", "cells"),
    [
        ("int16", [-10, -1, 0, 30]),
        ("float32", [-32.768, -4, 20]),
        ("int16", [30000, 32767, 32100, 10000]),
        ("int16", [-9998, -9999, -6000, 400]),
        ("uint8", [0, 100, 180, 255]),
        ("uint16", [40000, 65535, 100]),
        # Signs, whole degrees, a coast, all of one value: see `is_odd`.
        ("float32", [-1, 0, 1]),
        ("int16", [-1, 0, 3, 25]),
        ("float32", [-1, -1]),
        # All of one value: a constant is no fill value.
        ("uint8", [255, 255]),
    ],
)
def test_clean_rasters_are_silent(tmp_path, dtype, cells) -> None:
    assert warnings_of(raster(tmp_path, cells, dtype)) == []


def test_codes_are_never_told(tmp_path) -> None:
    assert warnings_of(raster(tmp_path, [1, 2, 255], "uint8", Quantity.CATEGORY)) == []


def test_declared_or_excluded_values_are_silent(tmp_path) -> None:
    assert warnings_of(raster(tmp_path, [1, 2, -9999], nodata=-9999)) == []
    path = save(tmp_path / "b.tif", [[1, 2, -9999]], kind=gdal.GDT_Float32)
    assert warnings_of(band(path, excluded=((-9999, -9999),))) == []


@pytest.mark.parametrize(
    ("quantity", "cells", "words"),
    [
        (Quantity.STOCK, [90, 50, -1, -1], "a carbon stock cannot have in 2 cells, such as -1"),
        (Quantity.STOCK, [90, 50, 1e20], "holds 1e\\+20 in 1 cells, far from all its other values \\(50 to 90\\)"),
        (Quantity.DENSITY, [90, -3, -9999], "holds -9999 in 1 cells"),
        (Quantity.WEIGHT, [90, 3, 65535], "holds 65535 in 1 cells"),
        (Quantity.WIND_COMPONENT, [3, -2, 9999], "a wind component cannot have in 1 cells, such as 9999"),
        (Quantity.DIRECTION, [270, 90, -9999], "not for a wind direction"),
    ],
)
def test_what_a_quantity_cannot_be_is_refused(tmp_path, quantity, cells, words) -> None:
    source = raster(tmp_path, cells, quantity=quantity)
    with pytest.raises(RasterError, match=words):
        run(cells_of, [source], source.grid)


def test_negative_weights_are_left_to_those_who_count_them_as_0(tmp_path) -> None:
    assert warnings_of(raster(tmp_path, [90, 3, -9999], quantity=Quantity.WEIGHT)) == []


@pytest.mark.parametrize("quantity", [Quantity.DENSITY, Quantity.TOTAL])
def test_minus_one_is_told_where_it_is_the_only_negative_value(tmp_path, quantity) -> None:
    (told,) = warnings_of(raster(tmp_path, [90, 0, -1], quantity=quantity))
    assert "holds -1 in 1 cells and no other negative value" in told
    assert warnings_of(raster(tmp_path, [90, -0.5, -1], quantity=quantity)) == []
    assert warnings_of(raster(tmp_path, [90, -2, -1], quantity=quantity)) == []
    # A settlement layer's -200; a release that is no whole number is one.
    (told,) = warnings_of(raster(tmp_path, [90, 0, -200, -200], quantity=quantity))
    assert "holds -200 in 2 cells and no other negative value" in told
    assert warnings_of(raster(tmp_path, [90, 0, -2.5], quantity=quantity)) == []
    # Of many releases nothing is read twice.
    many = raster(tmp_path, np.arange(-CHUNK, CHUNK)[None, :].repeat(2, 0), quantity=quantity)
    assert warnings_of(many) == []


@pytest.mark.parametrize(
    ("dtype", "cells", "told"),
    [
        # Carbon stocks as InVEST writes them, shares; a gap of 1 below a range of 0.9.
        ("float32", [50, 90, 120, -1], True),
        ("float32", [0, 0.9, -1], True),
        ("int16", [50, 90, 120, -1], False),
        # -200 below 0 to 90: further than they lie apart.
        ("int16", [0, 90, -200], True),
        ("float32", [0, 9.9, -1], False),
        ("float32", [0, 10, -1], True),
    ],
)
def test_the_only_negative_value_of_any_quantity_is_told_where_it_is_odd(tmp_path, dtype, cells, told) -> None:
    warnings = warnings_of(raster(tmp_path, cells, dtype))
    assert len(warnings) == told
    assert all("and no other negative value" in warning for warning in warnings)


def test_a_mask_of_0_and_255_is_no_error(tmp_path) -> None:
    (told,) = warnings_of(raster(tmp_path, [0, 255, 255], "uint8", Quantity.WEIGHT))
    assert "holds 255 in 2 cells" in told
    source = raster(tmp_path, [1, 255, 0], "uint8", Quantity.WEIGHT)
    with pytest.raises(RasterError, match="not for a weight"):
        run(cells_of, [source], source.grid)


def test_stored_values_count_where_files_are_packed(tmp_path) -> None:
    """-32768 is 32.768 below 0 once unpacked, as frosty as many a day."""
    (told,) = warnings_of(raster(tmp_path, [-2000, 15000, -32768], "int16", scale=(0.001, 0.0)))
    assert "holds -32768 in 1 cells" in told


def test_windows_and_threads_make_no_difference_and_all_is_counted_once(tmp_path) -> None:
    """-9999 in three windows, one of them behind a declared -99999; another usual value well within the others."""
    cells = np.zeros((CHUNK + 4, 2 * CHUNK + 9), np.float32)
    cells[0, :3], cells[CHUNK, 0], cells[5, 2 * CHUNK] = -9999, -9999, 9999
    cells[CHUNK + 1, :7] = -99999
    cells[7, 2 * CHUNK + 1] = 12000
    source = raster(tmp_path, cells, nodata=-99999)
    told = {
        tuple(warnings_of(source, threads=threads, window_cells=cells_at_once))
        for threads in (1, 3)
        for cells_at_once in (CHUNK * CHUNK, 8 * CHUNK * CHUNK)
    }
    assert len(told) == 1
    (only,) = told
    assert len(only) == 1
    assert "holds -9999 in 4 cells, far from all its other values (0 to 12000)" in only[0]


def test_a_raster_read_in_several_passes_is_told_once(tmp_path) -> None:
    source, recorder = raster(tmp_path, [1, 2, -9999]), Recorder()
    for start in (0.0, 0.5):
        run(cells_of, [source, source], source.grid, progress=recorder.span(start, start + 0.5))
    assert len(recorder.warnings) == 1


def test_a_part_of_a_raster_is_counted_alone(tmp_path) -> None:
    source = raster(tmp_path, [[1, 2, -9999], [-9999, 7, 8]])
    assert count_fill_values(source).fills == {-9999.0: 2}
    part = count_fill_values(source, Window(0, 1, 2, 2))
    assert (part.fills, part.low, part.high) == ({-9999.0: 1}, 2, 8)


@pytest.mark.parametrize(
    ("low", "high", "value", "far"),
    [
        (5, 9, 3, False),  # a gap of 2 below a range of 4, and of the same sign
        (5, 9, 14, True),  # 5 above 9 - 5 = 4
        (5, 9, 13, False),
        (-150, 5000, -300, False),  # twice as low, no more
        (-150, 5000, -301, True),
        (0, 5000, -1000, True),
        (0, 5000, 10000, False),
        (0, 5000, 10001, True),
        (5, 9, 7, False),
        (None, None, -9999, True),
        (None, None, 255, False),
        (None, None, 1e20, True),
    ],
)
def test_far_is_further_than_the_others_lie_apart_or_twice_as_far_from_0(low, high, value, far) -> None:
    assert Counts(low=low, high=high).is_far(value) is far


@pytest.mark.parametrize(
    ("cells", "told"), [([0, 17, 5, 0], True), ([0, 5, 255], False), ([1, 17, 255], False), ([0, 17, 255, 255], True)]
)
def test_code_0_beside_17_of_modis_is_told(tmp_path, cells, told) -> None:
    warnings = warnings_of(raster(tmp_path, cells, "uint8", Quantity.IGBP_CODE))
    assert len(warnings) == told
    if told:
        assert f"holds code 0 in {cells.count(0)} cells beside code 17" in warnings[0]
    declared = save(tmp_path / "declared.tif", [cells], kind=gdal.GDT_Byte, nodata=0)
    assert warnings_of(band(declared, quantity=Quantity.IGBP_CODE)) == []


def test_what_makes_a_result_too_large_is_named_as_a_fill_value(tmp_path) -> None:
    """-1.797e308 does not fit into a Float32 result: the error says why it is there."""
    path = save(tmp_path / "layer.tif", [[1.0, 2.0, -1.797e308]])
    source, out = band(path), target(tmp_path / "out.tif")
    with pytest.raises(RasterError, match=r"layer\.tif holds -1\.797e\+308 in 1 cells"):
        run(lambda block: Result([block.bands[0]]), [source], source.grid, [out])


def test_the_ends_of_a_type_are_data_where_packing_fits_values_to_it(tmp_path) -> None:
    """Shorts with offset and nodata value, as NetCDF packs them: the smallest value is -32766, the largest 32766."""
    cells = [-32766, 13572, 32766, 32766, -32767]
    packed = {"scale": (1e-4, 0.7), "quantity": Quantity.WIND_COMPONENT}
    assert warnings_of(raster(tmp_path, cells, "int16", nodata=-32767, **packed)) == []
    # Not declared as such, -32767 has no excuse; nor has -9999 beside higher values.
    with pytest.raises(RasterError, match=r"holds (32766 in 2|-32767 in 1) cells"):
        warnings_of(raster(tmp_path, cells, "int16", **packed))
    with pytest.raises(RasterError, match="holds -9999 in 1 cells"):
        warnings_of(raster(tmp_path, [20, 50, -9999], "int16", nodata=-32767, **packed))
