"""Rasters to routing and back: what is read, what is checked before it starts, what is written."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import NotEnoughMemoryError, ParameterError, RasterError
from carbon_service_flow.core.raster.sources import Band
from carbon_service_flow.core.routing import (
    Neighbourhood,
    Routed,
    RoutingMethod,
    build_graph,
    from_direction,
    route,
)
from carbon_service_flow.core.routing.service_flow import (
    FlowInputs,
    flow_rows,
    service_flow,
    write_flow,
    zone_flow_table,
)
from osgeo import gdal
from support.common import ALBERS, KM, UTM50, WGS84, Recorder, band, grid, load, save, target, zones_of
from support.ground import bearing_and_length

NODATA = -99.0


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
    shape = (40, 600)  # more than one chunk of the engine
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
    flow = service_flow(inputs, frame, Recorder(), flux_alone)

    valid = emission != nodata
    area = frame.cell_area_ha(0, shape[0])
    direction = np.where(wind == nodata, np.nan, wind.astype(float))
    near = Neighbourhood.of_grid(frame)
    transport = from_direction(direction, near, one_neighbour=method == RoutingMethod.ONE_NEIGHBOUR)
    expected = route(emission * area, room * area, build_graph(transport, valid))
    assert np.array_equal(flow.valid, valid)
    assert flow.routed.flux == pytest.approx(expected.flux, rel=1e-12, abs=1e-12 * expected.flux.max())
    assert flow.routed.accounts.exported == pytest.approx(expected.accounts.exported, rel=1e-9)
    assert flow.routed.accounts.balance_error < 1e-12
    assert isinstance(flow.routed, Routed) != flux_alone

    write_flow(flow, frame, target(tmp_path / "flux.tif", "flux"), [None, None, None], Recorder())
    written = load(tmp_path / "flux.tif")
    assert np.array_equal(np.ma.getmaskarray(written), ~valid)
    assert written.data[valid] == pytest.approx(flow.routed.flux[valid], rel=1e-6)


def inputs_of(folder, emission, sequestration, wind=None, method=RoutingMethod.ONE_NEIGHBOUR, **more):
    """Rasters of one row or more, 1 km cells (100 ha) on the meridian where north is up."""
    arrays = {"emission": emission, "sequestration": sequestration, "wind": wind}
    bands = {
        name: band(save(folder / f"{name}.tif", np.array(values, float), KM, ALBERS, NODATA))
        for name, values in arrays.items()
        if values is not None
    }
    values = {"rose": (), "decay_length_m": None, "gaps_lost": False, "zones": None, **more}
    wind_band = bands.get("wind")
    return FlowInputs(bands["emission"], bands["sequestration"], wind_band, method=method, **values)


ROW = grid(1, 3, KM, ALBERS)


def close(values):
    """A thousandth: the grid's north is turned by up to 0.01 degrees, so little goes to the rows beside."""
    return pytest.approx(values, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("method", [RoutingMethod.ONE_NEIGHBOUR, RoutingMethod.TWO_NEIGHBOURS])
def test_zones_tables_and_rasters_of_three_cells(tmp_path, method):
    """Cells of 100 ha, west wind, E 0.10 0.01 0 t/ha, C 0.04 0.05 0.01 t/ha: 10 1 0 t and 4 5 1 t.

    Cell 0 keeps 4 and sends 6; cell 1 takes 5 of 7, sends 2; cell 2 takes 1, sends 1 out. Zone A is cell 0, zone B cell
    1, cell 2 is in none. Of what cell 1 takes and sends 6/7 come from A: to B 30/7, to no zone 6/7, out 6/7; and 1/7 is
    B's own: 5/7 at home, 1/7 to no zone, 1/7 out.
    """
    zones = zones_of(ROW, A=(0, 0, 1, 1), B=(0, 1, 1, 1))
    inputs = inputs_of(tmp_path, [[0.10, 0.01, 0.0]], [[0.04, 0.05, 0.01]], [[270.0] * 3], method, zones=zones)
    log = Recorder()
    flow = service_flow(inputs, ROW, log)
    first, second, none = zone_flow_table(flow, ("A", "B"))
    assert (first["zone"], second["zone"], none["zone"]) == ("A", "B", "(no zone)")
    assert (first["emission_t"], first["absorbed_home_t"]) == close((10.0, 4.0))
    assert (first["exported_to_zones_t"], first["left_region_t"]) == close((36 / 7, 6 / 7))
    assert (second["emission_t"], second["absorbed_home_t"], second["imported_t"]) == close((1.0, 5 / 7, 30 / 7))
    assert none["imported_t"] == close(1.0)
    assert all(row["unfixed_t"] == row["dispersed_t"] == 0.0 for row in (first, second, none))
    rows = flow_rows(flow, ("A", "B"))
    assert [row["flow_t"] for row in rows] == sorted((row["flow_t"] for row in rows), reverse=True)
    amounts = {(row["from_zone"], row["to_zone"]): row["flow_t"] for row in rows if row["flow_t"] > 0.01}
    out, nowhere = "(left the region)", "(no zone)"
    assert amounts == close(
        {
            ("A", "A"): 4.0,
            ("A", "B"): 30 / 7,
            ("A", nowhere): 6 / 7,
            ("A", out): 6 / 7,
            ("B", "B"): 5 / 7,
            ("B", nowhere): 1 / 7,
            ("B", out): 1 / 7,
        }
    )
    assert flow.zone.tolist() == [[0, 1, flow.zone[0, 2]]]
    assert flow.zone[0, 2] < 0
    assert "emission: 11 t" in log.infos
    assert any(text.startswith("balance error: ") for text in log.infos)
    targets = [target(tmp_path / f"{name}.tif", name) for name in ("flux", "absorbed", "imported", "remainder")]
    write_flow(flow, ROW, targets[0], targets[1:], Recorder())
    flux, absorbed, imported, remainder = (load(item.path).data[0].tolist() for item in targets)
    assert flux == close([6.0, 2.0, 1.0])  # t
    assert absorbed == close([0.04, 0.05, 0.01])  # t/ha
    assert imported == close([0.0, 0.04, 0.01])
    assert remainder == [0.0, 0.0, 0.0]


def test_cells_in_no_zone_have_a_row_only_when_they_emit_or_absorb(tmp_path):
    zones = zones_of(ROW, A=(0, 0, 1, 3))
    inputs = inputs_of(tmp_path, [[0.1, 0.0, 0.0]], [[0.0] * 3], [[270.0] * 3], zones=zones)
    assert [row["zone"] for row in zone_flow_table(service_flow(inputs, ROW, Recorder()), ("A",))] == ["A"]
    without = inputs_of(tmp_path, [[0.1, 0.0, 0.0]], [[0.0] * 3], [[270.0] * 3])
    flow = service_flow(without, ROW, Recorder())
    assert (zone_flow_table(flow, ()), flow_rows(flow, ()), flow.zone) == ([], [], None)


@pytest.mark.parametrize("flux_alone", [True, False])
def test_well_mixed_needs_no_wind(tmp_path, flux_alone):
    """Surplus 6 t, spare 4 and 4 t: 3 t each; zone A is cell 0, B the others."""
    zones = zones_of(ROW, A=(0, 0, 1, 1), B=(0, 1, 1, 2))
    inputs = inputs_of(
        tmp_path, [[0.10, 0.01, 0.0]], [[0.04, 0.05, 0.04]], method=RoutingMethod.WELL_MIXED, zones=zones
    )
    flow = service_flow(inputs, ROW, Recorder(), flux_alone)
    assert flow.graph is None
    assert flow.routed.imported == pytest.approx(np.array([[0.0, 3.0, 3.0]]))
    assert {(row["from_zone"], row["to_zone"]): row["flow_t"] for row in flow_rows(flow, ("A", "B"))}[
        "A", "B"
    ] == pytest.approx(6.0)


def test_well_mixed_with_a_cell_in_no_zone(tmp_path):
    """Surplus 6 t of cell 0, spare 4 t in cell 1 and in cell 2, which is in no zone: 3 t each."""
    zones = zones_of(ROW, A=(0, 0, 1, 1), B=(0, 1, 1, 1))
    inputs = inputs_of(
        tmp_path, [[0.10, 0.01, 0.0]], [[0.04, 0.05, 0.04]], method=RoutingMethod.WELL_MIXED, zones=zones
    )
    rows = zone_flow_table(service_flow(inputs, ROW, Recorder()), ("A", "B"))
    assert [(row["zone"], row["imported_t"]) for row in rows[1:]] == [
        ("B", pytest.approx(3.0)),
        ("(no zone)", pytest.approx(3.0)),
    ]


def test_a_rose_is_routed(tmp_path):
    """All wind from the west, by a rose: as the row above; with L = 1 km exp(-d) arrives from cell to cell.

    Between its parallels Albers shows what lies along them shortened: at 32.0 N 1 km of the map is d = 1.0153 km.
    """
    winds = np.zeros((17, 1, 3))
    winds[12] = 1.0
    path = save(tmp_path / "rose.tif", winds, KM, ALBERS)
    rose = tuple(Band(path, number) for number in range(1, 18))
    inputs = inputs_of(tmp_path, [[0.1, 0.0, 0.0]], [[0.0] * 3], method=RoutingMethod.WIND_ROSE, rose=rose)
    flux = service_flow(inputs, ROW, Recorder(), True).routed.flux
    assert flux == close(np.full((1, 3), 10.0))
    inputs = inputs_of(
        tmp_path, [[0.1, 0, 0]], [[0.0] * 3], method=RoutingMethod.WIND_ROSE, rose=rose, decay_length_m=1000.0
    )
    flux = service_flow(inputs, ROW, Recorder()).routed.flux
    _, step = bearing_and_length(ROW, (0, 0), (0, 1))
    assert step == pytest.approx(1015.4, abs=0.3)
    assert flux == close(10.0 * np.exp(-step / 1000.0 * np.arange(3.0)[None]))


def test_gaps_pass_carbon_over_or_keep_it(tmp_path):
    """A cell without data amid eight, in the middle of the wind's way: 10 t reach the border beyond, or stay there."""
    frame = grid(3, 3, KM, ALBERS)
    emission, wind = np.zeros((3, 3)), np.full((3, 3), 270.0)
    emission[1, 0], emission[1, 1] = 0.1, NODATA
    for lost in (True, False):
        inputs = inputs_of(tmp_path, emission, np.zeros((3, 3)), wind, gaps_lost=lost)
        accounts = service_flow(inputs, frame, Recorder()).routed.accounts
        assert (accounts.gaps, accounts.exported) == pytest.approx((10.0, 0.0) if lost else (0.0, 10.0))


def test_what_the_method_needs_is_required(tmp_path):
    """Nothing but the rasters' presence is looked at."""
    one = inputs_of(tmp_path, [[1.0]], [[1.0]], [[270.0]])
    one.check()
    for method in (RoutingMethod.ONE_NEIGHBOUR, RoutingMethod.TWO_NEIGHBOURS):
        with pytest.raises(ParameterError, match="wind direction raster"):
            inputs_of(tmp_path, [[1.0]], [[1.0]], method=method).check()
    inputs_of(tmp_path, [[1.0]], [[1.0]], method=RoutingMethod.WELL_MIXED).check()
    with pytest.raises(ParameterError, match="rose raster with 17 bands"):
        inputs_of(tmp_path, [[1.0]], [[1.0]], [[270.0]], RoutingMethod.WIND_ROSE).check()
    few = (one.emission,) * 16
    with pytest.raises(RasterError, match="16"):
        inputs_of(tmp_path, [[1.0]], [[1.0]], None, RoutingMethod.WIND_ROSE, rose=few).check()
    inputs_of(tmp_path, [[1.0]], [[1.0]], None, RoutingMethod.WIND_ROSE, rose=(*few, one.emission)).check()


def test_what_is_wrong_with_rasters_is_said(tmp_path, monkeypatch):
    """Negative cells and where, no cell in common, cells without a counterpart, directions out of range, memory."""
    wind = [[270.0] * 3]
    with pytest.raises(RasterError, match=r"emission\.tif.* 1 cells, first at row 1, column 2 \(-0\.5\)"):
        service_flow(inputs_of(tmp_path, [[1.0, -0.5, 1.0]], [[1.0] * 3], wind), ROW, Recorder())
    with pytest.raises(RasterError, match=r"sequestration\.tif"):
        service_flow(inputs_of(tmp_path, [[1.0] * 3], [[1.0, 1.0, -2.0]], wind), ROW, Recorder())
    with pytest.raises(RasterError, match=r"emission\.tif and sequestration\.tif"):
        service_flow(inputs_of(tmp_path, [[1.0, NODATA, NODATA]], [[NODATA, 1.0, 1.0]], wind), ROW, Recorder())
    with pytest.raises(RasterError, match=r"wind\.tif has 1 values"):
        service_flow(inputs_of(tmp_path, [[1.0] * 3], [[1.0] * 3], [[270.0, 400.0, 0.0]]), ROW, Recorder())
    log = Recorder()
    service_flow(inputs_of(tmp_path, [[1.0, 1.0, NODATA]], [[1.0, NODATA, NODATA]], wind), ROW, log)
    assert log.warnings == ["1 cells of emission.tif have no value in sequestration.tif; they are outside."]
    log = Recorder()
    service_flow(inputs_of(tmp_path, [[1.0, NODATA, NODATA]], [[1.0, 1.0, 1.0]], wind), ROW, log)
    assert log.warnings == ["2 cells of sequestration.tif have no value in emission.tif; they are outside."]
    monkeypatch.setattr("carbon_service_flow.core.engine.memory.available_memory", lambda: 100)
    with pytest.raises(NotEnoughMemoryError, match="Routing 3 cells"):
        service_flow(inputs_of(tmp_path, [[1.0] * 3], [[1.0] * 3], wind), ROW, Recorder())


def test_the_turn_of_north_is_logged_where_there_is_one(tmp_path):
    """In UTM zone 50, at 117 E, north is up; 2 degrees to the west of it, at 45 N, it is turned by 2 sin 45 = 1.41."""
    for x, expected in ((500_000.0, None), (342_000.0, "1.4")):
        transform = (x - 1000.0, 1000.0, 0.0, 4_985_000.0, 0.0, -1000.0)
        paths = [save(tmp_path / f"{name}.tif", np.full((1, 2), 90.0), transform, UTM50) for name in "ecw"]
        inputs = FlowInputs(*map(band, paths), (), RoutingMethod.TWO_NEIGHBOURS, None, False, None)
        log = Recorder()
        service_flow(inputs, grid(1, 2, transform, UTM50), log)
        turned = [text for text in log.infos if text.startswith("True north lies")]
        assert bool(turned) == bool(expected)
        if expected:
            assert turned[0].startswith("True north lies 1.4")


@pytest.mark.parametrize("method", [RoutingMethod.TWO_NEIGHBOURS, RoutingMethod.WELL_MIXED])
@pytest.mark.parametrize("corner_inlets", [False, True])
def test_cells_without_data_or_wind_are_counted(tmp_path, method, corner_inlets):
    """6 x 6 cells of 100 ha, 1 t/ha each, west wind: a hole inside, an inlet in the row of five cells, two calm cells.

    The cell behind the inlet passes on its own 100 t, and the 400 t of the four before it unless these are exported.
    """
    transform = (0.0, 1000.0, 0.0, 6000.0, 0.0, -1000.0)
    emission, wind = np.ones((6, 6)), np.full((6, 6), 270.0)
    emission[[2, 4, 5], [2, 4, 5]] = NODATA
    wind[0, :2] = NODATA
    paths = [tmp_path / f"{name}.tif" for name in ("emission", "room", "wind")]
    for path, values in zip(paths, (emission, np.zeros((6, 6)), wind)):
        save(path, values, transform, ALBERS, NODATA)
    bands = [band(path) for path in paths]
    recorder = Recorder()
    inputs = FlowInputs(*bands, (), method, None, False, None, corner_inlets)
    flow = service_flow(inputs, grid(6, 6, transform, ALBERS), recorder)
    assert flow.gap_cells == (1 if corner_inlets else 2)
    windy = method == RoutingMethod.TWO_NEIGHBOURS
    assert flow.calm_cells == (2 if windy else 0)
    assert any(text.startswith("2 cells with emission have no wind") for text in recorder.warnings) == windy
    if windy:
        assert (flow.routed.flux[4, 4] == 0) == corner_inlets
        assert flow.routed.flux[4, 5] == pytest.approx(
            100.0 if corner_inlets else 500.0, rel=1e-2
        )  # true west is not quite the grid's
