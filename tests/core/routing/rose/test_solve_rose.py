"""A grid with a wind rose settled at once: against brute force, factorisation and laws."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing import (
    Neighbourhood,
    Transport,
    build_graph,
    from_direction,
    from_rose,
    rose_shares,
    route,
)
from carbon_service_flow.core.routing.rose import solve_rose as rose
from carbon_service_flow.core.routing.rose.outlets import cells_reaching_outlet
from support.reference_routing import moves_of, rose_of, simulate

KM = 1000.0


@pytest.fixture
def always(monkeypatch):
    """Let no grid be too small."""
    monkeypatch.setattr(rose, "SMALL", 0)


def near(shape, **more):
    return Neighbourhood.of(*shape, KM, KM, **more)


def transport_of(winds, shape, **more):
    return from_rose(lambda first, after: winds[:, first:after], near(shape, **more))


def case(seed, shape):
    """Return winds, emission, capacity, study area, decay and what gaps do; calm cells, holes, few or many sectors."""
    rng = np.random.default_rng(seed)
    winds = rng.random((17, *shape)) ** 4
    if seed % 2:
        winds *= rng.random((17, *shape)) < 0.3
    winds[:, rng.random(shape) < 0.08] = 0.0
    valid = rng.random(shape) > rng.choice([0, 0.25])
    emission, capacity = rng.random(shape) * 5, rng.random(shape) * rng.choice([0.3, 2.4, 5, 20])
    return winds, emission, capacity, valid, [None, 4000.0][seed % 3 == 0], bool(seed % 5 == 0)


@pytest.mark.parametrize("seed", range(24))
def test_agrees_with_brute_force(always, seed):
    shape = (5, 6) if seed % 2 else (7, 4)
    winds, emission, capacity, valid, decay, lost = case(seed, shape)
    graph = build_graph(transport_of(winds, shape), valid, decay, lost)
    shares = {
        c: rose_of(winds[:, c[0], c[1]], KM, KM) if winds[:16, c[0], c[1]].any() else {} for c in np.ndindex(shape)
    }
    accounts, absorbed, flux = simulate(emission, capacity, valid, moves_of(shares, KM, KM, valid, decay, lost))
    close = 1e-6 * emission.sum()  # shares are multiples of 2**-30 here, and hops end after 4000
    still = accounts["trapped"] > 1e-9  # then flux depends on how long it goes round
    for scipy in (True, False):
        result = route(emission, capacity, graph, use_scipy=scipy and None)
        assert result.absorbed == pytest.approx(absorbed, abs=close)
        for name in ("exported", "gaps", "dispersed", "calm", "trapped"):
            assert getattr(result.accounts, name) == pytest.approx(accounts[name], abs=close), name
        if not still:
            assert result.flux == pytest.approx(flux, abs=close)
        assert result.accounts.balance_error < 1e-12


@pytest.mark.parametrize("room", [0.2, 4.5, 20.0])
def test_agrees_with_factorisation(monkeypatch, room):
    """The same network, cut into components that are factorised, and settled at once."""
    winds, emission, _, valid, _, _ = case(4, (31, 42))
    capacity = np.random.default_rng(0).random(valid.shape) * room
    graph = build_graph(transport_of(winds, valid.shape), valid, 20000.0)
    monkeypatch.setattr(rose, "SMALL", 0)
    at_once = route(emission, capacity, graph)
    monkeypatch.setattr(rose, "SMALL", 10**6)
    by_component = route(emission, capacity, graph)
    scale = emission.sum()
    assert at_once.absorbed == pytest.approx(by_component.absorbed, abs=1e-11 * scale)
    assert at_once.flux == pytest.approx(by_component.flux, rel=1e-9, abs=1e-11 * scale)


def large(room, drift=0.3, shape=(300, 300), seed=3):
    """Many cells whose winds blow from all sides, most from one that turns."""
    rng = np.random.default_rng(seed)
    row, col = np.indices(shape)
    main = np.sin(row / 40.0) + np.cos(col / 30.0) + 1.0
    at = np.radians(22.5 * np.arange(17))[:, None, None]
    winds = np.exp(drift * np.cos(at - main))
    return winds, rng.random(shape) * 10, rng.random(shape) * room


def step(graph, emission, capacity, flux):
    """Return max(0, E + W flux - C) by one hop over the whole grid, written without the code under test."""
    rows, cols = flux.shape
    moved = np.pad(emission - capacity, 1)
    for code, (down, right) in enumerate([(-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1)]):
        sent = graph.transport.shares[code] / 2.0**30 * flux
        moved[1 + down : 1 + down + rows, 1 + right : 1 + right + cols] += sent
    return np.maximum(moved[1:-1, 1:-1], 0.0)


@pytest.mark.parametrize(("room", "drift"), [(0.3, 0.3), (3.0, 0.02), (9.5, 0.3), (10.2, 2.0), (40.0, 0.3)])
def test_is_a_fixed_point_and_keeps_mass(room, drift):
    """Whole grid in one component; mean capacity far below, about and far above the mean emission of 5 t."""
    winds, emission, capacity = large(room, drift)
    graph = build_graph(transport_of(winds, emission.shape), np.ones(emission.shape, bool))
    result = route(emission, capacity, graph)
    total = emission.sum()
    change = np.abs(step(graph, emission, capacity, result.flux) - result.flux).sum()
    rounding = 1e-15 * (total + result.flux.sum())
    assert change <= max(1.1e-12 * total, 4 * rounding)
    assert result.accounts.balance_error < 1e-12
    assert result.accounts.trapped == 0


@pytest.mark.parametrize("symmetry", ["rows", "columns", "stored northward"])
def test_mirrored_winds_give_the_mirrored_result(symmetry):
    winds, emission, capacity = large(6.0, shape=(70, 110))
    shape, valid = emission.shape, np.random.default_rng(1).random(emission.shape) > 0.02
    first = route(emission, capacity, build_graph(transport_of(winds, shape), valid))
    axis = 1 if symmetry == "columns" else 0
    more = {"rows_southward": symmetry != "stored northward"}
    sectors = np.arange(16)
    mirrored = {"rows": (8 - sectors) % 16, "columns": -sectors % 16, "stored northward": sectors}[symmetry]
    winds = np.flip(winds, axis + 1)[[*mirrored, 16]]
    graph = build_graph(transport_of(winds, shape, **more), np.flip(valid, axis))
    second = route(np.flip(emission, axis).copy(), np.flip(capacity, axis).copy(), graph)
    # splitting sectors is symmetric but for the last of 30 bits, in some tens of steps
    assert np.flip(second.absorbed, axis) == pytest.approx(first.absorbed, abs=1e-6)
    assert np.flip(second.flux, axis) == pytest.approx(first.flux, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_one_sector_is_its_wind(always, seed):
    """Most of these winds close loops; some of these are full, and what is trapped in them is the same too."""
    rng = np.random.default_rng(seed)
    shape = (20, 30)
    sector = (rng.integers(0, 16) + np.cumsum(rng.integers(-1, 2, shape), axis=seed % 2)) % 16
    winds = np.zeros((17, *shape))
    np.put_along_axis(winds, sector[None], 1.0, axis=0)
    emission, capacity = rng.random(shape) * 10, rng.random(shape) * 6
    valid = rng.random(shape) > 0.1
    first = route(emission, capacity, build_graph(transport_of(winds, shape), valid))
    second = route(emission, capacity, build_graph(from_direction(sector * 22.5, near(shape)), valid))
    scale = emission.sum()
    assert first.absorbed == pytest.approx(second.absorbed, abs=1e-9 * scale)
    assert first.remainder == pytest.approx(second.remainder, rel=1e-7, abs=1e-9 * scale)
    assert first.accounts.exported == pytest.approx(second.accounts.exported, abs=1e-9 * scale)


def test_what_cannot_get_out_is_found():
    """Winds from W in the western half, from E in the eastern: nothing gets out but from the row of northerlies."""
    shape = (3, 6)
    winds = np.zeros((17, *shape))
    winds[12, :2, :3] = winds[4, :2, 3:] = 1.0
    winds[0, 2] = 1.0
    graph = build_graph(transport_of(winds, shape), np.ones(shape, bool))
    assert cells_reaching_outlet(graph).tolist() == [[False] * 6, [False] * 6, [True] * 6]
    graph = build_graph(transport_of(winds, shape), np.ones(shape, bool), decay_length=1e6)
    assert cells_reaching_outlet(graph).all()


def test_trapped_carbon_of_a_large_grid(always):
    """Closed half of an island: what is not absorbed there is trapped, to the last tonne."""
    shape = (30, 40)
    winds = np.zeros((17, *shape))
    winds[12, :, :20] = winds[4, :, 20:] = 1.0
    winds[[0, 8], 1:-1] = 0.2
    winds[8, 1] = winds[0, -2] = 0.0
    emission, capacity = np.full(shape, 2.0), np.full(shape, 0.5)
    result = route(emission, capacity, build_graph(transport_of(winds, shape), np.ones(shape, bool)))
    # all 1200 cells are full, 1.5 t of each are left over, and nothing leads out
    assert result.accounts.trapped == pytest.approx(1800.0, rel=1e-11)
    assert result.accounts.balance_error < 1e-12


def test_goes_on_by_component_when_it_does_not_settle(monkeypatch):
    winds, emission, capacity = large(3.0)
    part = np.s_[:40, :40]
    graph = build_graph(transport_of(winds[(slice(None), *part)], (40, 40)), np.ones((40, 40), bool))
    emission, capacity = emission[part].copy(), capacity[part].copy()
    first = route(emission, capacity, graph)
    monkeypatch.setattr(rose, "_ROUNDS", 2)
    second = route(emission, capacity, graph)
    assert second.flux == pytest.approx(first.flux, rel=1e-9)


def test_shares_do_not_depend_on_the_part_that_is_read():
    rng = np.random.default_rng(2)
    shape = (9, 11)
    winds, turn = rng.random((17, *shape)), rng.normal(0, 5, shape)
    whole = from_rose(lambda first, after: winds[:, first:after], near(shape), turn)
    assert isinstance(whole, Transport)
    part = np.s_[4:8, 3:9]
    first, shares = rose_shares(winds[(slice(None), *part)], near(shape), turn[part], 4, 3)
    assert np.array_equal(first, whole.first[part])
    assert np.array_equal(shares, whole.shares[(slice(None), *part)])


@pytest.mark.parametrize("shape", [(1, 900), (900, 1), (2, 451), (301, 3)])
def test_narrow_grids(monkeypatch, shape):
    winds, emission, capacity = large(5.0, shape=shape)
    graph = build_graph(transport_of(winds, shape), np.ones(shape, bool))
    at_once = route(emission, capacity, graph)
    nothing = route(np.zeros(shape), capacity, graph)
    assert nothing.flux.sum() == nothing.absorbed.sum() == 0.0
    monkeypatch.setattr(rose, "SMALL", 10**6)
    by_component = route(emission, capacity, graph)
    assert at_once.flux == pytest.approx(by_component.flux, rel=1e-9, abs=1e-11 * emission.sum())
    assert at_once.absorbed == pytest.approx(by_component.absorbed, abs=1e-11 * emission.sum())
