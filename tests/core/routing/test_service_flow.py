"""Rasters to routing and back: what is read, what is checked before it starts, what is written."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.raster.geodesy import NorthRotation, north_rotation
from carbon_service_flow.core.raster.sources import Band
from carbon_service_flow.core.routing import (
    Neighbourhood,
    Routed,
    RoutingMethod,
    build_graph,
    from_direction,
    route,
)
from carbon_service_flow.core.routing.inputs.amounts import DirectionStatistics
from carbon_service_flow.core.routing.inputs.roses import read_rose
from carbon_service_flow.core.routing.service_flow import FlowInputs, service_flow, write_flow
from osgeo import gdal
from support.common import ALBERS, WGS84, band, grid, load, save, target

NORTH_UP = NorthRotation(np.array([0, 1]), np.array([0, 2]), np.zeros((2, 2)))


class Log(Progress):
    def __init__(self):
        self.warnings = []

    def warning(self, text):
        self.warnings.append(text)


def rose(folder, scale):
    """17 bands of 1 x 2 cells; the first cell's frequencies add up to `scale`, the second is nodata."""
    path = str(folder / "rose.tif")
    raster = gdal.GetDriverByName("GTiff").Create(path, 2, 1, 17, gdal.GDT_Float64)
    raster.SetGeoTransform((0, 1000, 0, 0, 0, -1000))
    for number in range(1, 18):
        raster.GetRasterBand(number).WriteArray(np.array([[scale / 17, np.nan]]))
    raster = None
    return [Band(path, number) for number in range(1, 18)]


@pytest.mark.parametrize(("scale", "told"), [(1.0, 0), (1.009, 0), (100.0, 1), (0.5, 1)])
def test_frequencies_that_do_not_add_up_to_one_are_told(tmp_path, scale, told):
    log = Log()
    bands = rose(tmp_path, scale)
    near = Neighbourhood.of(1, 2, 1000.0, 1000.0)
    transport = read_rose(bands, bands[0].grid, near, NORTH_UP, log)
    assert transport.moving.tolist() == [[True, False]]
    assert len(log.warnings) == told
    if told:
        assert "rose.tif" in log.warnings[0]
        assert "In 1 cells" in log.warnings[0]


@pytest.mark.parametrize(
    ("values", "words"),
    [([0.1, 3.0, 6.2], "radians"), ([1, 5, 17], "sector codes"), ([np.nan, np.nan, np.nan], "no wind anywhere")],
)
def test_directions_that_are_probably_none_are_told(values, words):
    log = Log()
    DirectionStatistics.of(np.array([values], dtype=float)).check("wind.tif", log)
    assert len(log.warnings) == 1
    assert words in log.warnings[0]


@pytest.mark.parametrize("value", [-1.0, 361.0])
def test_directions_outside_the_circle_are_refused(value):
    with pytest.raises(RasterError, match=r"wind\.tif has 1 values"):
        DirectionStatistics.of(np.array([[90.0, value]])).check("wind.tif", Log())


def test_usual_directions_pass_in_silence():
    log = Log()
    DirectionStatistics.of(np.array([[0.0, 22.5, 359.9, 360.0]])).check("wind.tif", log)
    assert log.warnings == []


@pytest.mark.parametrize("method", [RoutingMethod.ONE_NEIGHBOUR, RoutingMethod.TWO_NEIGHBOURS])
@pytest.mark.parametrize("flux_alone", [False, True])
@pytest.mark.parametrize(
    ("crs", "transform"),
    [(ALBERS, (-2.7e6, 9000.0, 0.0, 4e6, 0.0, -9000.0)), (WGS84, (75.0, 0.1, 0.0, 40.0, 0.0, -0.1))],
)
@pytest.mark.parametrize("dtype", [np.float32, np.int16])
def test_rasters_are_routed_as_arrays_are(tmp_path, method, flux_alone, crs, transform, dtype):
    """The rasters' densities times areas, the wind turned by the rotation of each cell, nodata outside or calm."""
    rng = np.random.default_rng(5)
    shape = (40, 600)  # more than one unit of the engine
    frame = grid(*shape, transform, crs)
    emission, room = (rng.integers(0, high, shape).astype(dtype) for high in (20, 9))
    wind = (rng.normal(240, 40, shape) % 360).astype(dtype)
    nodata = -99
    emission[rng.random(shape) < 0.01] = nodata
    wind[rng.random(shape) < 0.02] = nodata
    paths = [tmp_path / f"{name}.tif" for name in ("emission", "room", "wind")]
    for path, values in zip(paths, (emission, room, wind)):
        kind = gdal.GDT_Float32 if dtype is np.float32 else gdal.GDT_Int16
        save(path, values, transform, crs, nodata, kind)
    inputs = FlowInputs(band(paths[0]), band(paths[1]), band(paths[2]), (), method, None, False, None)
    flow = service_flow(inputs, frame, Log(), flux_alone)

    valid = emission != nodata
    area = frame.cell_area_ha(0, shape[0])
    direction = np.where(wind == nodata, np.nan, wind.astype(float))
    near = Neighbourhood.of(*shape, *frame.cell_size_m(), frame.rows_run_south)
    transport = from_direction(
        direction, near, north_rotation(frame), one_neighbour=method == RoutingMethod.ONE_NEIGHBOUR
    )
    expected = route(emission * area, room * area, build_graph(transport, valid))
    assert np.array_equal(flow.valid, valid)
    # Rotations are float32 there: shares differ by 1e-6, and a direction on the limit between two might.
    assert flow.routed.flux == pytest.approx(expected.flux, rel=1e-4, abs=1e-4 * expected.flux.max())
    assert flow.routed.accounts.exported == pytest.approx(expected.accounts.exported, rel=1e-4)
    assert flow.routed.accounts.balance_error < 1e-12
    assert isinstance(flow.routed, Routed) != flux_alone

    write_flow(flow, frame, target(tmp_path / "flux.tif", "flux"), [None, None, None], Log())
    written = load(tmp_path / "flux.tif")
    assert np.array_equal(np.ma.getmaskarray(written), ~valid)
    assert written.data[valid] == pytest.approx(flow.routed.flux[valid], rel=1e-6)
