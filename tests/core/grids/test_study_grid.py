"""The study grid: covers the area, equal areas, round edges, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import ParameterError, ZoneError
from carbon_service_flow.core.grids.study_grid import (
    bounds,
    equal_area_crs,
    require_cells_in_metres,
    study_grid,
    write_study_grid,
)
from carbon_service_flow.core.raster.geodesy import planar_area_error
from carbon_service_flow.core.zones.zones import Zones
from hypothesis import given
from hypothesis import strategies as st
from support.common import ALBERS, KM, WGS84, Recorder, box, grid, laws, load, save, target, zones_of


def area(*boxes: bytes, crs: str = WGS84) -> Zones:
    return Zones.from_features("basin", crs, [("basin", wkb) for wkb in boxes])


def test_bounds_of_several_polygons() -> None:
    assert bounds(area(box(90, 25, 100, 30), box(110, 28, 122, 35))) == (90, 25, 122, 35)


@laws
@given(st.floats(-179, 170), st.floats(-89, 85), st.floats(0.05, 9), st.floats(0.05, 4))
def test_the_default_crs_is_equal_area_anywhere(west, south, width, height) -> None:
    """Near the equator, across it, at the poles: the planar area of a cell is its true area."""
    place = area(box(west, south, west + width, south + height))
    crs = equal_area_crs(place)
    size = min(width, height) * 111_000 / 20
    frame = study_grid(place, crs, size)
    assert planar_area_error(frame) < 1e-6
    xmin, ymin, xmax, ymax = bounds(place.to_grid(frame))
    left, bottom, right, top = frame.extent
    assert left <= xmin + 1e-6
    assert bottom <= ymin + 1e-6
    assert right >= xmax - 1e-6
    assert top >= ymax - 1e-6
    assert right - xmax < size + 1e-6
    assert ymin - bottom < size + 1e-6


def test_the_basin_s_crs_is_a_conic_with_parallels_inside_it() -> None:
    """25 to 35 N: a sixth inside are 26.67 and 33.33, to half a degree 26.5 and 33.5."""
    crs = equal_area_crs(area(box(90, 25, 122, 35)))
    assert "Albers" in crs
    assert "+lat_1=26.5 +lat_2=33.5 +lat_0=30.0 +lon_0=106.0" in crs


def test_cells_and_their_area_by_hand(tmp_path) -> None:
    """A rectangle from (250, 130) to (1010, 980) in 100 m cells: x 200 to 1100, y 100 to 1000: 9 x 9.

    Centres inside: x 250 .. 950 (8, the edge through 250 counts in), y 150 .. 950 (9): 72 cells, 72 ha.
    """
    place = area(box(249, 130, 1010, 980), crs=ALBERS)
    frame = study_grid(place, ALBERS, 100)
    assert frame.geotransform == (200, 100, 0, 1000, 0, -100)
    assert frame.shape == (9, 9)
    out = target(tmp_path / "grid.tif")
    sums = write_study_grid(place, frame, out, Recorder())
    assert sums["cells"] == 72
    assert sums["area_ha"] == pytest.approx(72)
    found = load(out.path)
    assert (found.filled(0) == 1).sum() == found.count() == 72


def test_cell_size_is_in_metres_whatever_the_unit() -> None:
    kilometres = "+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +units=km"
    frame = study_grid(area(box(104, 30, 105, 31)), kilometres, 500)
    assert frame.geotransform[1] == pytest.approx(0.5)
    np.testing.assert_allclose(frame.cell_area_ha(0, 1), 25)


@pytest.mark.parametrize("size", [0, -5, float("nan")])
def test_sizes_that_are_none(size) -> None:
    with pytest.raises(ParameterError, match="must be more than 0"):
        study_grid(area(box(104, 30, 105, 31)), ALBERS, size)


def test_a_crs_in_degrees_is_refused() -> None:
    with pytest.raises(ParameterError, match=r"EPSG:4326 counts in degrees"):
        study_grid(area(box(104, 30, 105, 31)), WGS84, 1000)


def test_an_area_smaller_than_a_cell_has_none(tmp_path) -> None:
    place = area(box(10, 10, 20, 20), crs=ALBERS)
    frame = study_grid(place, ALBERS, 1000)
    with pytest.raises(ParameterError, match="No cell of 1000 m has its centre inside layer basin"):
        write_study_grid(place, frame, target(tmp_path / "grid.tif"), Recorder())


def test_a_grid_made_for_an_area_lies_on_itself(tmp_path) -> None:
    """What is written has the grid that was planned, and a second area of the same CRS lies on the same raster."""
    place = zones_of(grid(4, 4), a=(0, 0, 4, 4))
    frame = study_grid(place, ALBERS, 1000)
    other = study_grid(zones_of(grid(4, 4), b=(1.5, 1.2, 2, 2)), ALBERS, 1000)
    assert frame.differences(grid(4, 4)) == []
    shift = np.subtract(other.geotransform, frame.geotransform)[[0, 3]] / 1000
    assert (shift == np.rint(shift)).all()
    assert save(tmp_path / "same.tif", np.ones((4, 4)), KM)


def test_docstring_s_grid() -> None:
    """x 1200 to 4100, y 300 to 2500, cells of 1000 m: columns from 1000 to 5000, rows from 3000 down to 0."""
    frame = study_grid(area(box(1200, 300, 4100, 2500), crs=ALBERS), ALBERS, 1000)
    assert frame.geotransform == (1000, 1000, 0, 3000, 0, -1000)
    assert frame.shape == (3, 4)


def test_an_area_that_is_a_point_has_a_cell() -> None:
    """A point, whose limits are multiples of the cell size: there is one row and one column all the same."""
    point = Zones("point", ("point",), ((0, box(1000, 2000, 1000, 2000)),), ALBERS)
    assert study_grid(point, ALBERS, 1000).shape == (1, 1)
    with pytest.raises(ZoneError, match="Layer basin has no polygons with an area"):
        area(box(1000, 2000, 1000, 2000), crs=ALBERS)


@pytest.mark.parametrize(
    ("south", "north", "projection"),
    [
        (10, 20, "+proj=aea +lat_1=11.5 +lat_2=18.5 +lat_0=15.0"),
        (-20, -10, "+proj=aea +lat_1=-18.5 +lat_2=-11.5 +lat_0=-15.0"),
        (-5, 10, "+proj=laea +lat_0=2.5"),
        (0, 10, "+proj=laea +lat_0=5.0"),
        (-10, 0, "+proj=laea +lat_0=-5.0"),
        (70, 80, "+proj=aea +lat_1=71.5 +lat_2=78.5 +lat_0=75.0"),
        (70, 81, "+proj=laea +lat_0=75.5"),
        (-81, -70, "+proj=laea +lat_0=-75.5"),
        # Parallels that are both 0 after rounding to half a degree are none of a conic.
        (0.1, 0.2, "+proj=laea +lat_0=0.0"),
        (0.6, 0.7, "+proj=aea +lat_1=0.5 +lat_2=0.5 +lat_0=0.5"),
    ],
)
def test_the_projection_by_latitude(south, north, projection) -> None:
    """A sixth of 10 degrees is 1.67, to half a degree 1.5."""
    assert f"{projection} +lon_0=104.0" in equal_area_crs(area(box(100, south, 108, north)))


def test_the_inside_s_area_is_by_row(tmp_path) -> None:
    """Two rows of a grid in degrees, of which one is inside: its own area, 2 cells."""
    frame = grid(2, 3, (100.0, 1.0, 0.0, 60.0, 0.0, -30.0), WGS84)
    place = zones_of(frame, a=(1, 0, 1, 2))
    sums = write_study_grid(place, frame, target(tmp_path / "grid.tif"), Recorder())
    assert sums["area_ha"] == pytest.approx(2 * frame.cell_area_ha()[1, 0], rel=1e-12)
    assert sums["cells"] == 2


@pytest.mark.parametrize("crs", ["", ALBERS])
def test_a_cell_size_in_metres_fits(crs) -> None:
    require_cells_in_metres(crs, 0.5)
    for size in (0.0, -1.0):
        with pytest.raises(ParameterError, match="must be more than 0"):
            require_cells_in_metres(crs, size)
