"""Routing along the wind against brute force, hand-worked fields and laws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from carbon_service_flow.core.errors import CancelledError, ParameterError, RasterError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing import build_graph, from_direction
from carbon_service_flow.core.routing.cycles import batches, policy_iteration, solve_feedback_set
from carbon_service_flow.core.routing.graph import strips
from carbon_service_flow.core.routing.graph.neighbours import EASTWARD
from carbon_service_flow.core.routing.ordered import loops_numpy
from carbon_service_flow.core.routing.route import route, route_flux
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.reference_routing import moves_of, shares_of, simulate
from support.routing_cases import KM, fate_sum, fields, routed, square


@pytest.mark.formula("fixed-point")
@settings(max_examples=60, deadline=None)
@given(fields())
def test_agrees_with_brute_force(field):
    emission, capacity, direction, valid, decay, one, gaps_lost = field
    result = routed(emission, capacity, direction, valid, one, decay, gaps_lost)
    shares = {cell: shares_of(direction[cell], KM, KM, one) for cell in np.ndindex(emission.shape)}
    moves = moves_of(shares, KM, KM, valid, decay, gaps_lost)
    total = float(emission[valid].sum())
    before, _, flux_before = simulate(emission, capacity, valid, moves, hops=1500)
    accounts, absorbed, flux = simulate(emission, capacity, valid, moves, hops=3000)
    # Shares are multiples of 2**-30, and brute force has not delivered all after a finite number of hops.
    leaking = abs(before["trapped"] - accounts["trapped"])
    close = 1e-8 * total + 2 * leaking
    # Where more than that is still in the air and leaks, 3000 hops cannot tell what is trapped and what will leave.
    assume(leaking <= 1e-12 * total or accounts["trapped"] <= close)
    for name in ("exported", "gaps", "dispersed", "calm", "trapped"):
        assert getattr(result.accounts, name) == pytest.approx(accounts[name], abs=close), name
    assert result.absorbed == pytest.approx(absorbed, abs=close)
    converged = np.abs(flux - flux_before) < 1e-12 * (1 + flux)
    finite = converged & (result.remainder == 0)
    if close < 1e-4 * total:
        assert result.flux[finite] == pytest.approx(flux[finite], rel=1e-3, abs=10 * close)
    assert fate_sum(result.accounts) == pytest.approx(total, rel=1e-12, abs=1e-12)
    assert result.remainder.sum() == pytest.approx(result.accounts.trapped + result.accounts.calm, abs=1e-9)


@pytest.mark.formula("fixed-point", "mass")
@settings(max_examples=40, deadline=None)
@given(fields())
def test_is_a_fixed_point_with_and_without_scipy(field):
    emission, capacity, direction, valid, decay, one, gaps_lost = field
    result = routed(emission, capacity, direction, valid, one, decay, gaps_lost)
    plain = routed(emission, capacity, direction, valid, one, decay, gaps_lost, use_scipy=False)
    scale = 1 + emission.sum()
    assert plain.absorbed == pytest.approx(result.absorbed, abs=1e-10 * scale)
    assert plain.flux == pytest.approx(result.flux, rel=1e-8, abs=1e-9 * scale)
    assert plain.remainder == pytest.approx(result.remainder, rel=1e-8, abs=1e-9 * scale)
    inflow = result.absorbed + result.flux + result.remainder - np.where(valid, emission, 0)
    assert (inflow >= -1e-9 * scale).all()
    assert (result.absorbed <= np.where(valid, capacity, 0) + 1e-12 * scale).all()
    spare = valid & (result.absorbed < capacity - 1e-9 * scale)
    assert (result.flux[spare] <= 1e-9 * scale).all()  # nothing passes a cell that still has room
    assert (result.imported >= 0).all()


@settings(max_examples=30, deadline=None)
@given(fields(), st.randoms(use_true_random=False))
def test_does_not_depend_on_where_numbering_starts(field, random):
    """Mirroring and turning the grid renumbers all cells; the result must turn with it."""
    emission, capacity, direction, valid, decay, _, _ = field
    result = routed(emission, capacity, direction, valid, False, decay, True)
    turned = routed(  # a quarter turn clockwise: directions grow by 90
        np.rot90(emission, -1),
        np.rot90(capacity, -1),
        np.rot90(direction + 90, -1),
        np.rot90(valid, -1),
        False,
        decay,
        True,
    )
    scale = 1 + emission.sum()
    close = {"rel": 1e-9, "abs": 1e-9 * scale}
    assert np.rot90(turned.absorbed) == pytest.approx(result.absorbed, **close)
    assert turned.accounts.trapped == pytest.approx(result.accounts.trapped, **close)
    mirrored = routed(emission[:, ::-1], capacity[:, ::-1], -direction[:, ::-1], valid[:, ::-1], False, decay, True)
    assert mirrored.absorbed[:, ::-1] == pytest.approx(result.absorbed, **close)


@pytest.mark.parametrize("dense", [True, False])
@pytest.mark.parametrize("use_scipy", [None, False])
def test_large_and_small_components_agree(monkeypatch, dense, use_scipy):
    for seed in range(25):
        rng = np.random.default_rng(seed)
        shape = tuple(rng.integers(4, 25, 2))
        direction = rng.random() * 360 + np.cumsum(rng.normal(0, 50, shape), axis=seed % 2)
        emission, capacity = rng.random(shape) * 10, rng.random(shape) * rng.choice([0.1, 5, 9])
        decay = [None, 9000.0][seed % 3 == 0]
        small = routed(emission, capacity, direction, decay=decay)
        with monkeypatch.context() as patch:
            patch.setattr(batches, "SPARSE_LIMIT", 1)
            patch.setattr(batches, "DENSE_LIMIT", 1)
            patch.setattr(solve_feedback_set, "_DENSE_WORK", 1 << 26 if dense else 0)
            large = routed(emission, capacity, direction, decay=decay, use_scipy=use_scipy)
        scale = emission.sum()
        assert large.absorbed == pytest.approx(small.absorbed, abs=1e-10 * scale)
        assert large.flux == pytest.approx(small.flux, rel=1e-6, abs=1e-9 * scale)
        assert large.remainder == pytest.approx(small.remainder, rel=1e-6, abs=1e-9 * scale)
        assert large.accounts.balance_error < 1e-11


@settings(max_examples=25, deadline=None)
@given(fields(), st.integers(0, 7), st.integers(0, 3), st.integers(0, 3))
def test_does_not_depend_on_the_numbers_of_cells(field, symmetry, above, before):
    """The same cells turned and mirrored, somewhere in a larger grid: all have other numbers, in another order."""
    emission, capacity, direction, valid, _, _, _ = field
    first = routed(emission, capacity, direction, valid, gaps_lost=True)

    def moved(values, fill):
        turned = np.rot90(values[:, ::-1] if symmetry >= 4 else values, -(symmetry % 4))
        return np.pad(turned, ((above, 1), (before, 2)), constant_values=fill)

    def back(values):
        inner = values[above:-1, before:-2]
        turned = np.rot90(inner, symmetry % 4)
        return turned[:, ::-1] if symmetry >= 4 else turned

    wind = moved((-direction if symmetry >= 4 else direction) + 90 * (symmetry % 4), 123.0)
    second = routed(moved(emission, 7.0), moved(capacity, 7.0), wind, moved(valid, False), gaps_lost=True)
    scale = 1 + emission.sum()
    for name in ("flux", "absorbed", "remainder"):
        assert back(getattr(second, name)) == pytest.approx(getattr(first, name), rel=1e-8, abs=1e-9 * scale), name


def test_nearly_closed_component_keeps_its_carbon_and_the_balance():
    """Winds meet along a row; a drift along it makes the way back out about 1e-60 a round. Carbon is trapped."""
    shape = (7, 80)
    direction = np.where(np.arange(7)[:, None] < 3, 350.0, 190.0) * np.ones(shape)
    direction[3] = np.where(np.arange(80) < 79, 280.0, 90.0)
    direction[3, 0] = 100.0
    emission, capacity = np.ones(shape), np.full(shape, 0.1)
    for use_scipy in (None, False):
        result = routed(emission, capacity, direction, use_scipy=use_scipy)
        assert result.accounts.balance_error < 1e-9
        assert np.isfinite(result.flux).all()
        assert fate_sum(result.accounts) == pytest.approx(560.0)


@pytest.mark.parametrize("limit", [1, 20000])
@pytest.mark.parametrize("lossy", [True, False])
def test_what_is_still_under_way_is_counted(monkeypatch, limit, lossy):
    """After too few rounds, carbon that goes round is trapped where it is: the accounts still add up."""
    monkeypatch.setattr(batches, "SPARSE_LIMIT", limit)
    monkeypatch.setattr(policy_iteration, "_POLICY_ROUNDS", 1)
    monkeypatch.setattr(policy_iteration, "_ROUNDS_UNTIL_DAMPED", 0 if lossy else 10)
    direction = np.random.default_rng(3).random((12, 12)) * 360
    emission = np.ones((12, 12))
    warnings = []

    class Listen(Progress):
        def warning(self, text):
            warnings.append(text)

    result = routed(emission, np.full((12, 12), 0.3), direction, progress=Listen())
    assert "counted as trapped" in warnings[0]
    assert result.accounts.trapped > 0
    assert fate_sum(result.accounts) == pytest.approx(144.0, rel=1e-12)


@pytest.mark.formula("accuthreshold")
def test_accuthreshold_five_by_five():
    """PCRaster's accuthresholdflux and accuthresholdstate, worked by hand.

    All wind from the west, except the last column: from the north. E = 1, C = 0.5, last column 2.
    Each row, columns 0 to 3: total 1, 1.5, 2, 2.5, absorbed 0.5 each, so flux 0.5, 1, 1.5, 2.
    Last column: row 0 total 1 + 2 = 3, absorbed 2, flux 1; row 1 total 1 + 2 + 1 = 4, flux 2; row 2 total 5,
    flux 3; row 3 total 6, flux 4; row 4 total 7, flux 5, which leaves.
    """
    direction = np.full((5, 5), 270.0)
    direction[:, 4] = 0.0
    capacity = np.full((5, 5), 0.5)
    capacity[:, 4] = 2.0
    expected_flux = np.tile([0.5, 1.0, 1.5, 2.0, 0.0], (5, 1))
    expected_flux[:, 4] = [1, 2, 3, 4, 5]
    for one in (False, True):
        result = routed(np.ones((5, 5)), capacity, direction, one=one)
        assert result.flux == pytest.approx(expected_flux, abs=1e-12)
        assert result.absorbed == pytest.approx(capacity, abs=1e-12)  # the state: every cell is full
        assert result.accounts.exported == pytest.approx(5.0)
        assert result.accounts.absorbed_home == pytest.approx(20 * 0.5 + 5 * 1.0)
        assert result.accounts.absorbed_downwind == pytest.approx(5.0)  # the last column's 1 t each


def test_two_cells_that_send_to_each_other():
    """b = (5, 1), c = (1, 2): S = 3 stays, half in each; x0 = 2.5 + x1, x1 = x0 - 2.5, so x = (2.5, 0)."""
    result = routed([[5, 1]], [[1, 2]], [[270, 90]], one=True)
    assert result.remainder == pytest.approx(np.array([[1.5, 1.5]]))
    assert result.flux == pytest.approx(np.array([[2.5, 0.0]]))
    assert result.accounts.trapped == pytest.approx(3.0)
    assert result.absorbed == pytest.approx(np.array([[1.0, 2.0]]))


def test_cycle_with_room_settles_in_one_lap():
    """A ring of four, clockwise: E = 9 at one cell, C = 2, 3, 1, 4 from there on: 9-2=7, 7-3=4, 4-1=3, 3-4<0."""
    result = routed([[9, 0], [0, 0]], [[2, 3], [4, 1]], [[270, 0], [180, 90]], one=True)
    assert result.flux == pytest.approx(np.array([[7.0, 4.0], [0.0, 3.0]]))
    assert result.absorbed == pytest.approx(np.array([[2.0, 3.0], [3.0, 1.0]]))
    assert result.accounts.trapped == 0


def test_trapped_carbon_lies_where_it_goes_round():
    """In a closed component: trapped mass / step length is stationary, and some cell's outflow is 0."""
    rng = np.random.default_rng(5)
    shape = (6, 6)
    row, col = np.indices(shape)
    direction = np.degrees(np.arctan2(col - 2.6, 2.4 - row)) % 360  # wind from all around to the centre
    emission, capacity = rng.random(shape) * 5, rng.random(shape)
    result = routed(emission, capacity, direction)
    assert result.accounts.trapped == pytest.approx(emission.sum() - result.absorbed.sum(), rel=1e-12)
    transport = from_direction(direction, square(shape))
    length = transport.neighbourhood.lengths()[:, 0]
    step = sum(transport.share_fractions[k] * length[transport.codes[k]] for k in range(2))
    going = result.remainder / step
    arriving = np.zeros(shape)
    for k in range(2):
        for cell in np.argwhere(transport.share_fractions[k] > 0):
            code = transport.codes[k][tuple(cell)]
            target = (cell[0] + transport.neighbourhood.row_steps[code], cell[1] + EASTWARD[code])
            arriving[target] += going[tuple(cell)] * transport.share_fractions[k][tuple(cell)]
    assert arriving == pytest.approx(going, rel=1e-9, abs=1e-12)
    assert result.flux[result.remainder > 0].min() == pytest.approx(0.0, abs=1e-9)


@pytest.mark.formula("trapped-limit")
def test_trapped_is_the_limit_of_a_long_decay():
    rng = np.random.default_rng(8)
    shape = (9, 9)
    emission, capacity, direction = rng.random(shape) * 9, rng.random(shape), rng.random(shape) * 360
    none = routed(emission, capacity, direction)
    long = routed(emission, capacity, direction, decay=1e9)
    assert none.accounts.trapped > 1
    assert long.absorbed == pytest.approx(none.absorbed, rel=1e-4, abs=1e-4)
    assert long.accounts.dispersed == pytest.approx(none.accounts.trapped, rel=1e-4)
    assert long.accounts.exported == pytest.approx(none.accounts.exported, rel=1e-4)
    assert routed(emission, capacity, direction, decay=np.inf).accounts == none.accounts


@pytest.mark.formula("decay")
def test_decay_on_straight_and_diagonal_steps():
    """E = 1, C = 0. West wind, two cells of 1 km, L = 1 km: exp(-1) arrives, and exp(-2) leaves.
    From the south-west, one step of sqrt(2) km leaves the grid: exp(-sqrt(2))."""
    straight = routed([[1, 0]], [[0, 0]], [[270, 270]], decay=KM)
    assert straight.accounts.exported == pytest.approx(np.exp(-2))
    assert straight.accounts.dispersed == pytest.approx(1 - np.exp(-2))
    diagonal = routed([[1]], [[0]], [[225]], decay=KM)
    assert diagonal.accounts.exported == pytest.approx(np.exp(-np.sqrt(2)))


@pytest.mark.formula("gaps")
def test_gaps_passed_over_or_lost():
    """West wind over a row, the middle cell unknown, inside a ring of cells: 6 t arrive there."""
    valid = np.ones((3, 3), bool)
    valid[1, 1] = False
    emission, capacity = np.zeros((3, 3)), np.zeros((3, 3))
    emission[1, 0], capacity[1, 2] = 6.0, 2.0
    direction = np.full((3, 3), 270.0)
    direction[1, 1] = np.nan
    over = routed(emission, capacity, direction, valid)
    assert over.accounts.exported == pytest.approx(4.0)
    assert over.absorbed[1, 2] == pytest.approx(2.0)
    lost = routed(emission, capacity, direction, valid, gaps_lost=True)
    assert lost.accounts.gaps == pytest.approx(6.0)
    assert lost.absorbed.sum() == 0
    valid[0, 1] = valid[1, 1]  # the hole now opens to the border: outside
    assert routed(emission, capacity, direction, valid, gaps_lost=True).accounts.exported == pytest.approx(6.0)
    valid[0, 1], valid[0, 0] = True, False  # touches the outside at a corner only: still a gap
    assert routed(emission, capacity, direction, valid, gaps_lost=True).accounts.gaps == pytest.approx(6.0)


@pytest.mark.formula("calm-cell")
def test_calm_keeps_what_it_cannot_take():
    result = routed([[4, 3]], [[1, 1]], [[270, np.nan]])
    assert result.remainder == pytest.approx(np.array([[0.0, 5.0]]))
    assert result.flux == pytest.approx(np.array([[3.0, 0.0]]))
    assert result.accounts.calm == pytest.approx(5.0)


def test_without_wind_each_cell_takes_its_minimum():
    rng = np.random.default_rng(1)
    emission, capacity = rng.random((8, 9)), rng.random((8, 9))
    result = routed(emission, capacity, np.full((8, 9), np.nan))
    assert np.array_equal(result.absorbed, np.minimum(emission, capacity))
    assert result.accounts.absorbed_downwind == 0


def test_wrong_amounts_are_named():
    good = np.ones((2, 3))
    bad = good.copy()
    bad[1, 2] = -4
    with pytest.raises(RasterError, match="emission is negative in 1 cells, the first in row 2, column 3"):
        routed(bad, good, good)
    with pytest.raises(RasterError, match="sequestration is negative"):
        routed(good, bad, good)
    valid = np.ones((2, 3), bool)
    valid[1, 2] = False
    assert routed(bad, good, good, valid).accounts.emission == 5  # nothing outside the study area is read
    bad[1, 2] = np.nan
    with pytest.raises(RasterError, match="not a finite number"):
        routed(bad, good, good)
    with pytest.raises(RasterError, match="2 x 2"):
        routed(good, np.ones((2, 2)), good)
    with pytest.raises(ParameterError, match="decay length"):
        routed(good, good, good, decay=0.0)


def test_can_be_cancelled():
    class Stop(Progress):
        def cancelled(self):
            return True

    with pytest.raises(CancelledError):
        routed(np.ones((4, 4)), np.ones((4, 4)), np.full((4, 4), 10.0), progress=Stop())


def test_empty_study_area():
    result = routed(np.ones((3, 3)), np.ones((3, 3)), np.full((3, 3), 10.0), np.zeros((3, 3), bool))
    assert result.accounts.emission == 0
    assert result.accounts.balance_error == 0


@pytest.mark.parametrize("numba", [False, None])
@settings(max_examples=60, deadline=None)
@given(field=fields())
def test_the_flux_alone_is_the_flux_of_all(numba, field):
    emission, capacity, direction, valid, decay, one, gaps_lost = field
    graph = build_graph(from_direction(direction, square(valid.shape), one_neighbour=one), valid, decay, gaps_lost)
    full = route(emission, capacity, graph, use_numba=numba)
    amounts = np.where(valid[..., None], np.stack([emission, capacity], axis=-1), 0.0)
    alone = route_flux(amounts, graph, use_numba=numba)
    assert np.array_equal(alone.flux, full.flux)
    # What the wind brings is a difference of sums here: off by their rounding.
    assert alone.accounts == replace(full.accounts, absorbed_downwind=alone.accounts.absorbed_downwind)
    assert alone.accounts.absorbed_downwind == pytest.approx(
        full.accounts.absorbed_downwind, abs=1e-12 * emission.sum()
    )


@pytest.mark.parametrize("one", [True, False])
@pytest.mark.parametrize(("cells", "paths"), [(1, 1), (7, 2), (40, 16)])
def test_pieces_and_threads_change_nothing(monkeypatch, one, cells, paths):
    """Strips of rows, threads, and how many paths go on together: to the last bit, or to the rounding of sums."""
    rng = np.random.default_rng(cells)
    shape = (23, 31)
    direction = (rng.random() * 360 + np.cumsum(rng.normal(0, 30, shape), axis=1)) % 360
    direction[rng.random(shape) < 0.05] = np.nan
    valid, emission, capacity = rng.random(shape) > 0.1, rng.random(shape) * 9, rng.random(shape) * 4
    expected = routed(emission, capacity, direction, valid, one, 9000.0, use_numba=False)
    monkeypatch.setattr(strips, "STRIP_CELLS", cells)
    monkeypatch.setattr(strips.os, "cpu_count", lambda: 3)
    for name, factor in (("_FEW_PATHS", 1), ("_PATHS", 2), ("_MANY_PATHS", 4)):
        monkeypatch.setattr(loops_numpy, name, factor * paths)
    result = routed(emission, capacity, direction, valid, one, 9000.0, use_numba=False)
    assert result.flux == pytest.approx(expected.flux, rel=1e-12, abs=1e-12)
    assert result.absorbed == pytest.approx(expected.absorbed, rel=1e-12, abs=1e-12)
    assert fate_sum(result.accounts) == pytest.approx(fate_sum(expected.accounts), rel=1e-12)
