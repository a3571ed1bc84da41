"""What routing says it needs bounds what it takes, at two sizes, in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from carbon_service_flow.core.engine import memory as system
from carbon_service_flow.core.errors import NotEnoughMemoryError
from carbon_service_flow.core.routing import Neighbourhood, build_graph, from_direction, route
from carbon_service_flow.core.routing.cycles import batches
from carbon_service_flow.core.routing.memory import memory_needed

PLUGINS = Path(__file__).resolve().parents[3] / "build" / "plugins"
ONCE = """
import sys
import numpy as np
sys.path.insert(0, sys.argv[1])
from carbon_service_flow.core.routing import *
rows, cols, method, alone = map(int, sys.argv[2:])

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
    graph = build_graph(transport, valid)
    if alone:
        return route_flux(amounts, graph, use_numba=False)
    return route_amounts(amounts, emission, graph, use_numba=False)

def status(what):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(what))

once(160, 160)
with open("/proc/self/clear_refs", "w") as reset:
    reset.write("5")
before = status("VmRSS")
kept = once(rows, cols)
print(status("VmHWM") - before)
"""


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the peak is read from Linux")
@pytest.mark.parametrize("method", [0, 1, 2])
@pytest.mark.parametrize("alone", [False, True])
def test_prediction_bounds_the_peak(method, alone):
    for rows in (400, 1000):
        cols = 2 * rows
        run = [sys.executable, "-c", ONCE, str(PLUGINS), *map(str, (rows, cols, method, int(alone)))]
        taken = int(subprocess.run(run, capture_output=True, text=True, check=True).stdout)
        needed = memory_needed(rows * cols, method, alone)
        slack = 8e6  # pieces of 65 thousand cells, whatever the size
        assert taken <= needed + slack
        assert taken >= 0.5 * needed - slack  # nor is it said to need far too much


def test_refused_when_a_large_component_does_not_fit(monkeypatch):
    monkeypatch.setattr(batches, "SPARSE_LIMIT", 1)
    monkeypatch.setattr(batches, "DENSE_LIMIT", 1)
    monkeypatch.setattr(batches, "_LOGGED_FROM", 0)
    monkeypatch.setattr(system, "available_memory", lambda: 100)
    direction = np.array([[270.0, 0.0], [180.0, 90.0]])
    graph = build_graph(from_direction(direction, Neighbourhood.of(2, 2, 1.0, 1.0)), np.ones((2, 2), bool))
    with pytest.raises(NotEnoughMemoryError, match="goes round"):
        route(np.ones((2, 2)), np.ones((2, 2)), graph)
