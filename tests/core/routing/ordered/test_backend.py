"""The same result from every backend, with numba's loops compiled where numba is installed."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import SimpleNamespace

import numpy as np
import pytest
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing import (
    Neighbourhood,
    build_graph,
    from_direction,
    from_rose,
    origin_destination,
    route,
)
from carbon_service_flow.core.routing.cycles import batches
from carbon_service_flow.core.routing.ordered import loops_numba
from carbon_service_flow.core.routing.ordered.backend import Backend, choose_backend
from carbon_service_flow.core.routing.ordered.components import have_scipy


@pytest.fixture(autouse=True)
def numba_or_plain_python(monkeypatch):
    """Where numba is missing its loops run as the plain Python that they are; that does not outlive the test."""
    if find_spec("numba") is not None:
        yield
        return
    loops_numba.compile_kernels.cache_clear()
    monkeypatch.setitem(sys.modules, "numba", SimpleNamespace(njit=lambda **_: lambda function: function))
    yield
    loops_numba.compile_kernels.cache_clear()


def case(seed):
    """Return emission, capacity, graph and zones: loops, calm cells, holes, decay, each of the methods."""
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(3, 16, 2))
    near = Neighbourhood.of(*shape, 1000.0, float(rng.uniform(500, 2000)))
    if seed % 4 == 3:
        rose = rng.random((17, *shape)) ** 3
        transport = from_rose(lambda first, after: rose[:, first:after], near)
    else:
        direction = rng.random() * 360 + np.cumsum(rng.normal(0, 50, shape), axis=seed % 2)
        direction[rng.random(shape) < 0.05] = np.nan
        transport = from_direction(direction, near, one_neighbour=seed % 4 == 2)
    valid = rng.random(shape) > rng.choice([0, 0.2])
    graph = build_graph(transport, valid, [None, 6000.0][seed % 3 == 0], bool(seed % 5 == 0))
    emission, capacity = rng.random(shape) * 10, rng.random(shape) * rng.choice([0.3, 6, 12])
    return emission, capacity, graph, rng.integers(-1, 4, shape)


@pytest.mark.parametrize("large", [True, False])
@pytest.mark.parametrize("seed", range(12))
def test_backends_agree(monkeypatch, seed, large):
    if large:
        monkeypatch.setattr(batches, "SPARSE_LIMIT", 1)
        monkeypatch.setattr(batches, "DENSE_LIMIT", 1)
    emission, capacity, graph, zone = case(seed)
    scale = 1 + emission.sum()
    expected = flows = None
    for scipy in {have_scipy(), False}:
        for numba in (False, True):
            used = {"use_scipy": scipy, "use_numba": numba}
            result = route(emission, capacity, graph, **used)
            table = origin_destination(emission, result, graph, zone, 4, **used).dense()
            if expected is None:
                expected, flows = result, table
            assert result.absorbed == pytest.approx(expected.absorbed, abs=1e-11 * scale), used
            assert result.flux == pytest.approx(expected.flux, rel=1e-8, abs=1e-9 * scale), used
            assert result.remainder == pytest.approx(expected.remainder, rel=1e-8, abs=1e-9 * scale), used
            assert table == pytest.approx(flows, rel=1e-7, abs=1e-9 * scale), used
            assert result.accounts.balance_error < 1e-11


@pytest.mark.skipif(find_spec("numba") is None, reason="numba is missing")
def test_compiled_loops_are_what_runs_when_numba_is_there():
    emission, capacity, graph, _ = case(1)
    compiled = loops_numba.compile_kernels()
    assert choose_backend().numba
    route(emission, capacity, graph)
    assert compiled.advance.signatures


@pytest.mark.parametrize(("numba", "module"), [(True, "loops_numba"), (False, "loops_numpy")])
def test_the_backend_chooses_the_loops(monkeypatch, numba, module):
    from carbon_service_flow.core.routing.ordered import backend

    names = {
        "loops_numba": ("advance_compiled", "route_paths_compiled"),
        "loops_numpy": ("advance_by_level", "route_paths_in_step"),
    }
    called = []
    for module_name, functions in names.items():
        for name in functions:
            monkeypatch.setattr(getattr(backend, module_name), name, lambda *_, name=name: called.append(name))
    chosen = Backend(scipy=False, numba=numba)
    chosen.advance(None, 0, 1)
    chosen.route_paths(None, Progress())
    assert called == list(names[module])


def test_the_log_says_which():
    lines = []

    class Listen(Progress):
        def info(self, text):
            lines.append(text)

    emission, capacity, graph, _ = case(1)
    route(emission, capacity, graph, Listen(), use_scipy=False, use_numba=True)
    route(emission, capacity, graph, Listen(), use_scipy=False, use_numba=False)
    assert lines[0] == "Routing with numba and numpy."
    assert "Routing with numpy." in lines
    assert str(Backend(scipy=True, numba=True)) == "numba and SciPy and numpy"


def test_choice():
    assert choose_backend(False, False) == Backend(scipy=False, numba=False)
    assert choose_backend(True, True) == Backend(scipy=True, numba=True)
    assert choose_backend(None, False).scipy == have_scipy()
    assert choose_backend(False, None).numba == loops_numba.have_numba()
