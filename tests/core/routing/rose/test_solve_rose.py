"""A grid with a wind rose solved at once: against brute force, factorisation and laws."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing import build_graph, from_direction, from_rose, route
from carbon_service_flow.core.routing.cycles import batches
from carbon_service_flow.core.routing.rose import solve_rose
from hypothesis import given, settings
from support.common import Recorder
from support.reference_routing import moves_of, rose_of, simulate
from support.routing_cases import KM, fate_sum, fields, rose_transport, square


@pytest.fixture
def always(monkeypatch):
    """Let no grid be too small."""
    monkeypatch.setattr(solve_rose, "SMALL", 0)


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


@pytest.mark.formula("rose")
@pytest.mark.parametrize("seed", range(24))
def test_agrees_with_brute_force(always, seed):
    shape = (5, 6) if seed % 2 else (7, 4)
    winds, emission, capacity, valid, decay, lost = case(seed, shape)
    graph = build_graph(rose_transport(winds), valid, decay, lost)
    shares = {
        c: rose_of(winds[:, c[0], c[1]], KM, KM) if winds[:16, c[0], c[1]].any() else {} for c in np.ndindex(shape)
    }
    accounts, absorbed, flux = simulate(emission, capacity, valid, moves_of(shares, KM, KM, valid, decay, lost))
    close = 1e-6 * emission.sum()  # shares are multiples of 2**-30 here, and hops end after 4000
    circulates = accounts["trapped"] > 1e-9  # then flux depends on how long it circulates
    for scipy in (True, False):
        result = route(emission, capacity, graph, use_scipy=scipy and None)
        assert result.absorbed == pytest.approx(absorbed, abs=close)
        for name in ("exported", "gaps", "dispersed", "calm", "trapped"):
            assert getattr(result.accounts, name) == pytest.approx(accounts[name], abs=close), name
        if not circulates:
            assert result.flux == pytest.approx(flux, abs=close)
        assert result.accounts.balance_error < 1e-12


@pytest.mark.parametrize("room", [0.2, 4.5, 20.0])
def test_agrees_with_factorisation(monkeypatch, room):
    """The same network, split into components that are factorised, and solved at once."""
    winds, emission, _, valid, _, _ = case(4, (31, 42))
    capacity = np.random.default_rng(0).random(valid.shape) * room
    graph = build_graph(rose_transport(winds), valid, 20000.0)
    monkeypatch.setattr(solve_rose, "SMALL", 0)
    at_once = route(emission, capacity, graph)
    monkeypatch.setattr(solve_rose, "SMALL", 10**6)
    by_component = route(emission, capacity, graph)
    scale = emission.sum()
    assert at_once.absorbed == pytest.approx(by_component.absorbed, abs=1e-11 * scale)
    assert at_once.flux == pytest.approx(by_component.flux, rel=1e-9, abs=1e-11 * scale)


def large(room, drift=0.3, shape=(150, 160), seed=3):
    """Many cells whose winds blow from all sides, most from one that turns."""
    rng = np.random.default_rng(seed)
    row, col = np.indices(shape)
    main = np.sin(row / 40.0) + np.cos(col / 30.0) + 1.0
    at = np.radians(22.5 * np.arange(17))[:, None, None]
    winds = np.exp(drift * np.cos(at - main))
    return winds, rng.random(shape) * 10, rng.random(shape) * room


def one_hop(graph, emission, capacity, flux):
    """Return max(0, E + W flux - C) by one hop over the whole grid, written without the code under test."""
    rows, cols = flux.shape
    moved = np.pad(emission - capacity, 1)
    for code, (down, right) in enumerate([(-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1)]):
        sent = graph.transport.shares[code] / 2.0**30 * flux
        moved[1 + down : 1 + down + rows, 1 + right : 1 + right + cols] += sent
    return np.maximum(moved[1:-1, 1:-1], 0.0)


@pytest.mark.formula("mass")
@pytest.mark.parametrize(("room", "drift"), [(0.3, 0.3), (3.0, 0.02), (9.5, 0.3), (10.2, 2.0), (40.0, 0.3)])
def test_is_a_fixed_point_and_keeps_mass(room, drift):
    """Whole grid in one component; mean capacity far below, about and far above the mean emission of 5 t."""
    winds, emission, capacity = large(room, drift)
    graph = build_graph(rose_transport(winds), np.ones(emission.shape, bool))
    result = route(emission, capacity, graph)
    total = emission.sum()
    change = np.abs(one_hop(graph, emission, capacity, result.flux) - result.flux).sum()
    rounding = 1e-15 * (total + result.flux.sum())
    assert change <= max(1.1e-12 * total, 4 * rounding)
    assert result.accounts.balance_error < 1e-12
    assert result.accounts.trapped == 0


@pytest.mark.parametrize("symmetry", ["rows", "columns", "stored northward"])
def test_mirrored_winds_give_the_mirrored_result(symmetry):
    winds, emission, capacity = large(6.0, shape=(70, 110))
    valid = np.random.default_rng(1).random(emission.shape) > 0.02
    first = route(emission, capacity, build_graph(rose_transport(winds), valid))
    axis = 1 if symmetry == "columns" else 0
    more = {"rows_southward": symmetry != "stored northward"}
    sectors = np.arange(16)
    mirrored = {"rows": (8 - sectors) % 16, "columns": -sectors % 16, "stored northward": sectors}[symmetry]
    winds = np.flip(winds, axis + 1)[[*mirrored, 16]]
    graph = build_graph(rose_transport(winds, **more), np.flip(valid, axis))
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
    first = route(emission, capacity, build_graph(rose_transport(winds), valid))
    second = route(emission, capacity, build_graph(from_direction(sector * 22.5, square(shape)), valid))
    scale = emission.sum()
    assert first.absorbed == pytest.approx(second.absorbed, abs=1e-9 * scale)
    assert first.remainder == pytest.approx(second.remainder, rel=1e-7, abs=1e-9 * scale)
    assert first.accounts.exported == pytest.approx(second.accounts.exported, abs=1e-9 * scale)


def test_trapped_carbon_of_a_large_grid(always):
    """Closed half of an island: what is not absorbed there is trapped, to the last tonne."""
    shape = (30, 40)
    winds = np.zeros((17, *shape))
    winds[12, :, :20] = winds[4, :, 20:] = 1.0
    winds[[0, 8], 1:-1] = 0.2
    winds[8, 1] = winds[0, -2] = 0.0
    emission, capacity = np.full(shape, 2.0), np.full(shape, 0.5)
    result = route(emission, capacity, build_graph(rose_transport(winds), np.ones(shape, bool)))
    # all 1200 cells are full, 1.5 t of each are left over, and nothing leads out
    assert result.accounts.trapped == pytest.approx(1800.0, rel=1e-11)
    assert result.accounts.balance_error < 1e-12


def test_goes_on_by_component_when_rounds_do_not_converge(monkeypatch):
    winds, emission, capacity = large(3.0)
    corner = np.s_[:40, :40]
    graph = build_graph(rose_transport(winds[(slice(None), *corner)]), np.ones((40, 40), bool))
    emission, capacity = emission[corner].copy(), capacity[corner].copy()
    first = route(emission, capacity, graph)
    monkeypatch.setattr(solve_rose, "_ROUNDS", 2)
    second = route(emission, capacity, graph)
    assert second.flux == pytest.approx(first.flux, rel=1e-9)


@pytest.mark.parametrize("shape", [(1, 900), (900, 1), (2, 451), (301, 3)])
def test_narrow_grids(monkeypatch, shape):
    winds, emission, capacity = large(5.0, shape=shape)
    graph = build_graph(rose_transport(winds), np.ones(shape, bool))
    at_once = route(emission, capacity, graph)
    nothing = route(np.zeros(shape), capacity, graph)
    assert nothing.flux.sum() == nothing.absorbed.sum() == 0.0
    monkeypatch.setattr(solve_rose, "SMALL", 10**6)
    by_component = route(emission, capacity, graph)
    assert at_once.flux == pytest.approx(by_component.flux, rel=1e-9, abs=1e-11 * emission.sum())
    assert at_once.absorbed == pytest.approx(by_component.absorbed, abs=1e-11 * emission.sum())


@pytest.mark.parametrize("room", [0.2, 2.0, 4.5, 20.0])
def test_rose_by_multigrid_agrees_with_hops_and_factorisation(monkeypatch, room):
    rng = np.random.default_rng(11)
    shape = (33, 47)
    rose = rng.random(17)[:, None, None] ** 3 + 0.05 * rng.random((17, *shape))
    emission, capacity = rng.random(shape) * 10, rng.random(shape) * room
    graph = build_graph(from_rose(lambda a, b: rose[:, a:b], square(shape)), rng.random(shape) > 0.05)
    monkeypatch.setattr(solve_rose, "SMALL", 10**6)
    direct = route(emission, capacity, graph)
    monkeypatch.setattr(batches, "SPARSE_LIMIT", 1)
    grid = route(emission, capacity, graph)
    swept = route(emission, capacity, graph, use_scipy=False)
    for other in (grid, swept):
        assert other.absorbed == pytest.approx(direct.absorbed, abs=1e-10 * emission.sum())
        assert other.flux == pytest.approx(direct.flux, rel=1e-7, abs=1e-9 * emission.sum())
        assert other.accounts.balance_error < 1e-11


@settings(max_examples=20, deadline=None)
@given(fields())
def test_rose_with_one_sector_is_the_wind_of_that_sector(field):
    emission, capacity, direction, valid, decay, _, _ = field
    sector = np.mod(np.rint(np.nan_to_num(direction) / 22.5), 16).astype(int)
    rose = np.zeros((17, *emission.shape))
    np.put_along_axis(rose[:16], sector[None], 0.7, axis=0)
    rose[16] = 0.3  # calm takes no share
    near = square(emission.shape)
    by_rose = build_graph(from_rose(lambda a, b: rose[:, a:b], near), valid, decay)
    by_wind = build_graph(from_direction(sector * 22.5, near), valid, decay)
    first, second = route(emission, capacity, by_rose), route(emission, capacity, by_wind)
    scale = 1 + emission.sum()
    assert first.absorbed == pytest.approx(second.absorbed, abs=1e-9 * scale)
    assert first.flux == pytest.approx(second.flux, rel=1e-9, abs=1e-9 * scale)


def closed_winds():
    """Over 3 x 3 cells, winds from all sides alike, but none that blow over the border: no outlet but decay."""
    winds = np.ones((17, 3, 3))
    to = np.radians(22.5 * np.arange(16) + 180.0)
    east, north = np.sin(to), np.cos(to)
    for side, outward in (
        (np.s_[0, :], north),
        (np.s_[2, :], -north),
        (np.s_[:, 0], -east),
        (np.s_[:, 2], east),
    ):
        winds[(np.flatnonzero(outward > 1e-9), *side)] = 0.0
    return winds


# 162 t are emitted, 40 t absorbed. Each step, of 1 to 1.42 km, disperses that share of L; so what leaves cells until
# all 122 t left over are dispersed is between 122 L / 1.42 and 122 L / 1 t, L in km.
EMISSION, CAPACITY = np.full((3, 3), 18.0), np.full((3, 3), 40.0 / 9)


def test_circulation_without_bound_ends_and_is_said(always):
    """L = 2 10^7 km: at least 122 * 2 10^7 / 1.42 = 1.7 10^9 t over all steps, more than 10^7 times the emission.

    Rounds converge to that, but it is beyond the bound: the run ends, says so, counts as trapped what DAMPING takes,
    10^-6 of each step (dispersed are 0.5 to 0.7 10^-7), and the mass balance holds.
    """
    log = Recorder()
    graph = build_graph(rose_transport(closed_winds()), np.ones((3, 3), bool), decay_length=2e10)
    result = route(EMISSION, CAPACITY, graph, log)
    assert any("goes round too many times" in text for text in log.infos)
    assert any("counted as trapped" in text for text in log.infos)
    assert result.accounts.trapped + result.accounts.dispersed == pytest.approx(122.0, rel=1e-9)
    assert result.accounts.trapped > 10 * result.accounts.dispersed
    assert fate_sum(result.accounts) == pytest.approx(162.0, rel=1e-9)
    assert result.accounts.balance_error < 1e-9


def test_long_circulation_within_the_bound_is_solved_at_once(always):
    """L = 10^6 km: at most 1.22 10^8 t over all steps, 7.5 10^5 times the emission. All is dispersed, none trapped."""
    log = Recorder()
    graph = build_graph(rose_transport(closed_winds()), np.ones((3, 3), bool), decay_length=1e9)
    result = route(EMISSION, CAPACITY, graph, log)
    assert not any("goes round" in text for text in log.infos)
    assert result.accounts.dispersed == pytest.approx(122.0, rel=1e-8)
    assert result.accounts.trapped == 0.0
    assert 122e6 / 1.42 < result.flux.sum() < 122e6
