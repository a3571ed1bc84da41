"""Lines of the network and arrows between zones: bearings from true north, where lines run, what they are called."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing import Neighbourhood, build_graph, from_direction, route, well_mixed
from carbon_service_flow.core.routing.flow_lines import arrow_rows, network_rows
from carbon_service_flow.core.routing.service_flow import ServiceFlow
from osgeo import ogr
from support.common import Recorder, grid, zones_of

# North is up on the meridian of 105 E; 30 degrees to the east of it the pole lies 30 degrees to the left of up.
POLAR = "+proj=stere +lat_0=90 +lon_0=105 +datum=WGS84 +units=m"


def grid_at(longitude, size, shape=(1, 3)):
    """A grid whose middle lies at a longitude, 2000 km from the pole."""
    angle = np.radians(longitude - 105.0)
    x, y = 2e6 * np.sin(angle), -2e6 * np.cos(angle)
    rows, cols = shape
    return grid(rows, cols, (x - cols / 2 * size, size, 0.0, y + rows / 2 * size, 0.0, -size), POLAR)


def flow_over(frame, direction, zone=None):
    """2 t from each cell; `direction` on the grid, whatever lies beneath it."""
    near = Neighbourhood.of(*frame.shape, *frame.cell_size_m(), frame.rows_run_south)
    valid = np.ones(frame.shape, bool)
    graph = build_graph(from_direction(np.full(frame.shape, direction), near, one_neighbour=True), valid)
    routed = route(np.full(frame.shape, 2.0), np.zeros(frame.shape), graph)
    return ServiceFlow(routed, valid, graph, zone, None)


def points(row):
    geometry = ogr.CreateGeometryFromWkb(bytes(row["geometry"]))
    assert geometry.GetGeometryName() == "LINESTRING"
    return [geometry.GetPoint_2D(k) for k in range(geometry.GetPointCount())]


@pytest.mark.formula("line-bearing")
@pytest.mark.parametrize(("longitude", "bearing"), [(105.0, 90.0), (135.0, 120.0), (75.0, 60.0)])
def test_bearings_count_from_true_north_whichever_way_it_is_turned(longitude, bearing):
    """A line to the right on the map, 90 degrees from grid north.

    At 135 E true north lies 30 degrees to the left of up, so right is 120 degrees; at 75 E it lies 30 degrees to the
    right of up, so right is 60 degrees.
    """
    frame = grid_at(longitude, 1000.0)
    (line,) = network_rows(flow_over(frame, 270.0), frame, (), 1.0, Recorder())
    assert line["bearing"] == pytest.approx(bearing, abs=0.05)


def test_the_bearing_of_a_long_line_is_the_loxodromes():
    """Five cells of 300 km to the right, from 2000 km below the pole on.

    x runs from 0 to 1200 km, so longitude by atan(1200 / 2000) = 30.96 degrees = 0.5404. In a stereographic map
    distances from the pole are proportional to exp(-q) with q the isometric latitude: from 2000 to 2332 km q falls by
    ln(1.1662) = 0.1537. A loxodrome leads to atan2(0.5404, -0.1537) = 105.88 degrees. Up the meridian of 105 E nothing
    turns.
    """
    frame = grid(1, 5, (-150e3, 300e3, 0.0, -2e6 + 150e3, 0.0, -300e3), POLAR)
    (line,) = network_rows(flow_over(frame, 270.0), frame, (), 1.0, Recorder())
    assert line["bearing"] == pytest.approx(np.degrees(np.arctan2(np.arctan(0.6), -np.log(np.sqrt(1.36)))), abs=0.01)
    frame = grid(4, 1, (-150e3, 300e3, 0.0, -2e6, 0.0, -300e3), POLAR)
    (line,) = network_rows(flow_over(frame, 180.0), frame, (), 1.0, Recorder())
    assert min(line["bearing"], 360.0 - line["bearing"]) < 0.01


def test_a_line_runs_through_cell_centres_down_the_wind():
    """Three cells of 1 km from x = -1500 on; flux 2, 4, 6 t, of which the largest is the line's; 2 km long."""
    frame = grid_at(105.0, 1000.0)
    log = Recorder()
    zone = np.array([[0, -1, 1]], np.int32)
    (line,) = network_rows(flow_over(frame, 270.0, zone), frame, ("A", "B"), 1.0, log)
    assert np.array(points(line)) == pytest.approx(np.array([[-1000.0, -2e6], [0.0, -2e6], [1000.0, -2e6]]))
    assert (line["flux_t"], line["length_km"]) == pytest.approx((6.0, 2.0))
    assert (line["from_zone"], line["to_zone"]) == ("A", "B")
    assert log.infos == ["Network of cells with a flux of at least 1 t: 1 lines."]
    zone = np.array([[-1, 0, 0]], np.int32)
    (line,) = network_rows(flow_over(frame, 270.0, zone), frame, ("A",), 3.0, log)
    assert (line["from_zone"], line["to_zone"]) == ("A", "A")
    (line,) = network_rows(flow_over(frame, 270.0, zone), frame, ("A",), 1.0, log)
    assert (line["from_zone"], line["to_zone"]) == ("(no zone)", "A")
    (line,) = network_rows(flow_over(frame, 270.0), frame, (), 1.0, log)
    assert (line["from_zone"], line["to_zone"]) == (None, None)


def test_the_largest_flux_comes_first():
    """Two rows of west wind, the second with half of the emission."""
    frame = grid_at(105.0, 1000.0, (7, 4))
    near = Neighbourhood.of(7, 4, 1000.0, 1000.0)
    graph = build_graph(from_direction(np.full((7, 4), 270.0), near, one_neighbour=True), np.ones((7, 4), bool))
    emission = np.zeros((7, 4))
    emission[0], emission[3], emission[6] = 1.0, 3.0, 2.0
    flow = ServiceFlow(route(emission, np.zeros((7, 4)), graph), graph.valid, graph, None, None)
    lines = network_rows(flow, frame, (), 0.5, Recorder())
    assert [line["flux_t"] for line in lines] == [12.0, 8.0, 4.0]


def test_well_mixed_air_has_no_lines():
    frame = grid(2, 2)
    valid = np.ones((2, 2), bool)
    log = Recorder()
    flow = ServiceFlow(well_mixed(np.ones((2, 2)), np.ones((2, 2)), valid), valid, None, None, None)
    assert network_rows(flow, frame, (), None, log) == []
    assert "no lines" in log.warnings[0]


def test_arrows_run_between_two_different_zones():
    """From the middle of A (columns 0 and 1) to that of B (columns 3 and 4); not to itself, nor out of the region."""
    frame = grid(2, 6, (0.0, 1000.0, 0.0, 2000.0, 0.0, -1000.0))
    zones = zones_of(frame, A=(0, 0, 2, 2), B=(0, 3, 2, 2))
    flows = [
        {"from_zone": "A", "to_zone": "B", "flow_t": 3.0},
        {"from_zone": "A", "to_zone": "A", "flow_t": 2.0},
        {"from_zone": "B", "to_zone": "(left the region)", "flow_t": 1.0},
        {"from_zone": "(no zone)", "to_zone": "B", "flow_t": 1.0},
    ]
    (arrow,) = arrow_rows(flows, zones, frame)
    assert (arrow["from_zone"], arrow["to_zone"], arrow["flow_t"]) == ("A", "B", 3.0)
    (x0, y0), (x1, y1) = points(arrow)
    assert 0 < x0 < 2000
    assert 3000 < x1 < 5000
    assert 0 < y0 < 2000
    assert 0 < y1 < 2000
