"""Totals divided over the cells of another grid: exact overlaps in one CRS, bounded memory, accurate meshes."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from carbon_service_flow.core.grids.split_totals import TotalsBand
from carbon_service_flow.core.raster.geodesy import transform_points
from carbon_service_flow.core.raster.grid import Grid, spatial_reference
from carbon_service_flow.core.raster.sources import Window
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from support.common import ALBERS, WGS84, band, file_laws, grid, save

NAN = float("nan")


@pytest.mark.formula("align-total")
@file_laws
@given(
    arrays(np.float64, (5, 7), elements=st.one_of(st.just(NAN), st.floats(0, 1e6))),
    st.floats(-2.5, 2.5),
    st.floats(-2.5, 2.5),
    st.floats(0.3, 4),
    st.booleans(),
)
def test_totals_in_one_crs_against_plain_loops(tmp_path_factory, values, shift_x, shift_y, size, south_up) -> None:
    """Each target cell gets of each source cell the share of its area that it covers; the rest is told."""
    folder = tmp_path_factory.mktemp("overlap")
    source = grid(5, 7, (0.0, 1000.0, 0.0, 0.0, 0.0, -1000.0))
    step = 1000.0 * size
    down = step if south_up else -step
    top = shift_y * 1000 - (4 * step if south_up else 0)
    to = grid(4, 5, (shift_x * 1000, step, 0.0, top, 0.0, down))
    path = save(folder / "in.tif", values, source.geotransform, source.crs)
    found = TotalsBand(band(path), source, to).open().read(Window(0, 0, 4, 5))
    for i in range(4):
        for j in range(5):
            xmin, ymin, xmax, ymax = to.window(i, j, 1, 1).extent
            total, covered = 0.0, False
            for a in range(5):
                for b in range(7):
                    sx, sy, ex, ey = source.window(a, b, 1, 1).extent
                    part = max(0.0, min(xmax, ex) - max(xmin, sx)) * max(0.0, min(ymax, ey) - max(ymin, sy)) / 1e6
                    if part > 1e-7 and not np.isnan(values[a, b]):
                        total, covered = total + part * values[a, b], True
            if covered:
                assert found[i, j] == pytest.approx(total, rel=1e-6, abs=1e-3)
            elif not found.mask[i, j]:
                assert abs(found[i, j]) < 1e-3 * (1 + np.nanmax(values, initial=0))


def test_totals_of_fine_cells_on_a_coarse_grid_take_a_bounded_amount_of_memory(tmp_path) -> None:
    """3600 x 3600 cells onto 60 x 60: the whole target is one window, its source 104 MB in float64, and 16 tiles."""
    values = np.random.default_rng(1).integers(0, 100, (3600, 3600)).astype(np.float32)
    source = grid(3600, 3600, (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), ALBERS)
    to = grid(60, 60, (0.0, 600.0, 0.0, 0.0, 0.0, -600.0), ALBERS)
    path = save(tmp_path / "in.tif", values, source.geotransform, source.crs)
    reader = TotalsBand(band(path), source, to).open()
    tracemalloc.start()
    found = reader.read(Window(0, 0, 60, 60))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    expected = values.astype(np.float64).reshape(60, 60, 60, 60).sum(axis=(1, 3))
    np.testing.assert_array_equal(found.filled(-1), expected)
    assert peak < 60e6


def test_large_cells_fall_where_their_centres_lie(tmp_path) -> None:
    """2-degree cells, of which 32 are an eighth of the Earth: a mesh of nodes that far apart is 300 km off."""
    wkt = spatial_reference("EPSG:8857").ExportToWkt()
    source = Grid(40, 64, (-60.0, 2.0, 0.0, 40.0, 0.0, -2.0), WGS84)
    values = np.zeros(source.shape)
    values[11, 23] = 1.0
    to = Grid(100, 160, (-8e6, 1e5, 0.0, 5e6, 0.0, -1e5), wkt)
    path = save(tmp_path / "in.tif", values, source.geotransform, WGS84)
    found = TotalsBand(band(path), source, to).open().read(Window(0, 0, *to.shape)).filled(0)
    rows, cols = np.mgrid[0:100, 0:160]
    x, y = transform_points(np.array([-60 + 2 * 23.5]), np.array([40 - 2 * 11.5]), WGS84, wkt)
    centre = [float((found * at).sum()) for at in to.centre(rows, cols)]
    assert found.sum() == pytest.approx(1.0)
    assert np.hypot(centre[0] - x[0], centre[1] - y[0]) < 15_000
