"""The compiled loops give what numpy gives. Where numba is missing they run as the plain Python that they are."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import SimpleNamespace

import numpy as np
import pytest
from carbon_service_flow.core.errors import CancelledError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing.ordered import loops_numba
from carbon_service_flow.core.routing.ordered.d8_paths import Paths
from carbon_service_flow.core.routing.ordered.loops_numba import (
    advance_compiled,
    compile_kernels,
    have_numba,
    route_paths_compiled,
    sweep_linear_compiled,
    sweep_overflow_compiled,
)
from carbon_service_flow.core.routing.ordered.loops_numpy import advance_by_level, route_paths_in_step
from carbon_service_flow.core.routing.ordered.sparse_products import sweep_linear_by_level, sweep_overflow_by_level
from carbon_service_flow.core.routing.ordered.state import BEGIN, BLOCKED, RoutingState
from support.networks import donors_of, random_graph, rose_graph, wind_graph

HAVE_NUMBA = find_spec("numba") is not None


@pytest.fixture(autouse=True)
def numba_or_plain_python(monkeypatch):
    """Stand in for numba where it is missing; what the stand-in has made does not outlive the test."""
    if HAVE_NUMBA:
        yield
        return
    compile_kernels.cache_clear()
    monkeypatch.setitem(sys.modules, "numba", SimpleNamespace(njit=lambda **_: lambda function: function))
    yield
    compile_kernels.cache_clear()


@pytest.mark.skipif(not HAVE_NUMBA, reason="numba is missing")
def test_the_loops_are_compiled():
    graph = wind_graph([[270, 270]])
    advance_compiled(RoutingState.start(graph, np.ones((2, 2)), graph.links.copy()), 0, 2)
    kernels = compile_kernels()
    assert kernels.advance.signatures
    for kernel in (kernels.advance, kernels.route_paths, kernels.sweep_overflow, kernels.sweep_linear):
        assert type(kernel).__module__.startswith("numba")


def test_a_folder_that_cannot_hold_the_cache_is_done_without(monkeypatch):
    options = []

    def njit(**given):
        options.append(given)
        if given.get("cache"):

            def refuse(function):
                raise RuntimeError("cannot cache function: no locator available")

            return refuse
        return lambda function: function

    monkeypatch.setitem(sys.modules, "numba", SimpleNamespace(njit=njit))
    kernels = compile_kernels.__wrapped__()
    assert kernels.advance is loops_numba._advance
    assert {"nogil": True} in options


def test_without_numba_there_is_none(monkeypatch):
    compile_kernels.cache_clear()
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "numba", None)  # importing it raises ImportError
        assert not have_numba()
    assert have_numba()


def both(graph, decay_seed, final=0, limit=None, blocked=()):
    """Return the states after numpy and after the compiled loop."""
    rng = np.random.default_rng(decay_seed)
    amounts = np.stack([rng.random(graph.member.size) * 9, rng.random(graph.member.size) * 4], axis=1)
    states = []
    for advance in (advance_by_level, advance_compiled):
        state = RoutingState.start(graph, amounts.copy(), graph.links.copy())
        state.open[list(blocked)] += BLOCKED
        advance(state, final, graph.member.size if limit is None else limit)
        states.append(state)
    return states


@pytest.mark.parametrize("decay", [None, 1500.0])
@pytest.mark.parametrize("seed", range(9))
def test_advance_as_numpy(seed, decay):
    expected, state = both(random_graph(seed, decay=decay), seed)
    assert state.amounts == pytest.approx(expected.amounts, rel=1e-13)
    assert np.array_equal(state.open, expected.open)
    assert np.array_equal(state.cursor, expected.cursor)
    assert set(state.order[: state.cursor[BEGIN]]) == set(expected.order[: expected.cursor[BEGIN]])


def test_advance_as_numpy_with_a_rose():
    """All but the first cell are made ready by hand: a rose's cells are in cycles otherwise."""
    graph = rose_graph(3, (4, 5), decay=2000.0)
    amounts = np.random.default_rng(0).random((20, 2))
    results = []
    for advance in (advance_by_level, advance_compiled):
        state = RoutingState.start(graph, amounts.copy(), graph.links.copy())
        state.open[:] += 40
        state.open[7] = 0
        state.append(np.array([7], np.int32))
        advance(state, 0, 1)
        results.append(state)
    assert results[1].amounts == pytest.approx(results[0].amounts, rel=1e-13)
    assert np.array_equal(results[1].open, results[0].open)


def test_states_before_the_final_position_stay_and_blocked_cells_are_queued():
    graph = wind_graph(np.full((1, 3), 270.0), one=True)
    for state in both(graph, 1, final=1, blocked=[2]):
        assert state.cursor.tolist() == [2, 2, 1]
        assert state.order[-1] == 2
    first, second = both(graph, 1, final=1, blocked=[2])
    assert np.array_equal(first.amounts, second.amounts)


def test_limit_counts_cells():
    graph = wind_graph(np.full((1, 4), 270.0), one=True)
    state = RoutingState.start(graph, np.ones((4, 2)), graph.links.copy())
    advance_compiled(state, 0, 2)
    assert state.cursor.tolist() == [2, 3, 0]


@pytest.mark.parametrize("decay", [None, 1500.0])
@pytest.mark.parametrize("seed", range(8))
def test_paths_as_numpy(seed, decay):
    graph = random_graph(seed, one=True, decay=decay)
    rng = np.random.default_rng(seed)
    amounts = np.stack([rng.random(graph.member.size) * 9, rng.random(graph.member.size) * 4], axis=1)
    results = []
    for route in (route_paths_in_step, route_paths_compiled):
        paths = Paths.start(graph, amounts.copy())
        route(paths, Progress())
        results.append(paths)
    assert results[1].amounts == pytest.approx(results[0].amounts, rel=1e-13)
    assert np.array_equal(results[1].open, results[0].open)


def test_paths_are_taken_up_in_groups_between_which_the_user_can_stop(monkeypatch):
    monkeypatch.setattr(loops_numba, "_STARTS_PER_CHECK", 2)
    graph = wind_graph(np.full((5, 2), 270.0), one=True)  # five paths
    paths = Paths.start(graph, np.ones((10, 2)))

    class StopsAtTheSecond(Progress):
        checks = 0

        def cancelled(self):
            self.checks += 1
            return self.checks > 1

    with pytest.raises(CancelledError):
        route_paths_compiled(paths, StopsAtTheSecond())
    assert (paths.open.reshape(5, 2)[:2] == 0).all()
    assert (paths.open.reshape(5, 2)[2:, 1] == 1).all()


@pytest.mark.parametrize("columns", [None, 3])
@pytest.mark.parametrize("seed", range(4))
def test_sweeps_as_numpy(seed, columns):
    """Three given cells, and then each cell a level of its own, after its donors."""
    rng = np.random.default_rng(seed)
    matrix = np.tril(rng.random((12, 12)), -1)
    donors, bounds = donors_of(matrix), np.arange(3, 13)
    shape = 12 if columns is None else (12, columns)
    active = rng.random(12) > 0.3
    start = rng.random(shape) * (active if columns is None else active[:, None])
    results = [start.copy(), start.copy()]
    sweep_linear_by_level(donors, bounds, results[0], active, use_scipy=False)
    sweep_linear_compiled(donors, bounds, results[1], active)
    assert results[1] == pytest.approx(results[0], rel=1e-13)
    assert np.array_equal(results[1][:3], start[:3])
    if columns is None:
        supply, capacity = rng.random(12), rng.random(12) * 3
        results = [start.copy(), start.copy()]
        sweep_overflow_by_level(donors, bounds, results[0], supply, capacity, use_scipy=False)
        sweep_overflow_compiled(donors, bounds, results[1], supply, capacity)
        assert results[1] == pytest.approx(results[0], rel=1e-13, abs=1e-14)
