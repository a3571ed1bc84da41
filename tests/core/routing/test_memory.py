"""What routing says it needs bounds what it takes, at two sizes, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from carbon_service_flow.core.engine import memory as system
from carbon_service_flow.core.errors import NotEnoughMemoryError
from carbon_service_flow.core.routing import Neighbourhood, RoutingMethod, build_graph, from_direction, memory, route
from carbon_service_flow.core.routing.cycles import batches
from carbon_service_flow.core.routing.memory import LU_CELLS, memory_needed

PLUGINS = Path(__file__).resolve().parents[3] / "build" / "plugins"
ONCE = """
import sys
import numpy as np
sys.path.insert(0, sys.argv[1])
from carbon_service_flow.core.routing import *
method, alone = map(int, sys.argv[2:])

def field(rows, cols):
    row, col = np.indices((rows, cols), sparse=True)
    return (300 + 50 * np.sin(col / 37) + 70 * np.cos(row / 23)).astype(np.float64)

def once(rows, cols):
    shape = (rows, cols)
    rng = np.random.default_rng(0)
    amounts, valid = rng.random((*shape, 2)), np.ones(shape, bool)
    amounts[..., 0] *= 9
    emission = None if alone else amounts[..., 0].copy()
    near = Neighbourhood.of(rows, cols, 1000.0, 1000.0)
    wind = field(rows, cols)
    if method == RoutingMethod.WIND_ROSE:
        def read(first, after):
            bands = np.empty((17, after - first, cols), np.float32)
            for sector in range(17):
                np.cos(np.radians(22.5 * sector - wind[first:after]), out=bands[sector], casting="same_kind")
            return np.exp(bands, out=bands)
        transport = from_rose(read, near)
    else:
        transport = from_direction(wind, near, one_neighbour=method == RoutingMethod.ONE_NEIGHBOUR)
    del wind
    # With decay fewer rounds are needed; what they hold is the same.
    graph = build_graph(transport, valid, 10_000.0 if method == RoutingMethod.WIND_ROSE else None)
    if alone:
        return route_flux(amounts, graph, use_numba=False)
    return route_amounts(amounts, emission, graph, use_numba=False)

def status(what):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(what))

once(160, 160)
for rows in (220, 500):
    with open("/proc/self/clear_refs", "w") as reset:
        reset.write("5")
    before = status("VmRSS")
    result = once(rows, 2 * rows)
    print(2 * rows * rows, status("VmHWM") - before)
    del result
"""


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the peak is read from Linux")
@pytest.mark.parametrize("method", [0, 1, 2])
@pytest.mark.parametrize("alone", [False, True])
def test_prediction_bounds_the_peak(method, alone):
    run = [sys.executable, "-c", ONCE, str(PLUGINS), str(method), str(int(alone))]
    output = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    sizes = [tuple(map(int, line.split())) for line in output.splitlines()]
    assert [cells for cells, _ in sizes] == [96_800, 500_000]
    for cells, taken in sizes:
        needed = memory_needed(cells, RoutingMethod(method), alone)
        # Pieces of 65 thousand cells, whatever the size; of a rose 17 bands of them.
        slack = 14e6 if method == RoutingMethod.WIND_ROSE else 8e6
        assert taken <= needed + slack
        assert taken >= 0.5 * needed - slack  # nor is it said to need far too much


def test_zones_and_all_results_need_more():
    """Positions of zones, and flux and absorbed once more: 20 bytes a cell. A rose needs most, the flux alone least."""
    for method in RoutingMethod:
        assert memory_needed(10, method, zones=True) - memory_needed(10, method) == 200
        assert memory_needed(20, method) == 2 * memory_needed(10, method)
        assert memory_needed(10, method, flux_alone=True) <= memory_needed(10, method)
    one, two, rose = (memory_needed(10, method, flux_alone=True) for method in (1, 0, 2))
    assert one < two < rose


def test_refused_when_a_large_component_does_not_fit(monkeypatch):
    monkeypatch.setattr(batches, "SPARSE_LIMIT", 1)
    monkeypatch.setattr(batches, "DENSE_LIMIT", 1)
    monkeypatch.setattr(batches, "_LOGGED_FROM", 0)
    monkeypatch.setattr(system, "available_memory", lambda: 100)
    direction = np.array([[270.0, 0.0], [180.0, 90.0]])
    graph = build_graph(from_direction(direction, Neighbourhood.of(2, 2, 1.0, 1.0)), np.ones((2, 2), bool))
    with pytest.raises(NotEnoughMemoryError, match="goes round"):
        route(np.ones((2, 2)), np.ones((2, 2)), graph)


def test_sparse_lu_up_to_the_measured_size_and_the_free_memory(monkeypatch):
    """Both limits belong to what fits; 10 cells of 2500 bytes each need 25 000, however small their components."""
    for free, largest, cells, fits in (
        (None, LU_CELLS, LU_CELLS, True),
        (None, LU_CELLS + 1, LU_CELLS + 1, False),
        (25_000, 1, 10, True),
        (24_999, 1, 10, False),
    ):
        monkeypatch.setattr(memory, "available_memory", lambda free=free: free)
        assert memory.lu_fits(largest, cells) == fits
