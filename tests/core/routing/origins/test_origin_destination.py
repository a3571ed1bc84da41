"""Origin x destination: the worked example, laws, and a dense linear solve as reference."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import ZoneError
from carbon_service_flow.core.routing import (
    Neighbourhood,
    build_graph,
    from_direction,
    from_rose,
    route,
    well_mixed,
)
from carbon_service_flow.core.routing.cycles import batches
from carbon_service_flow.core.routing.origins.origin_destination import (
    origin_destination,
    origin_destination_mixed,
    zone_table,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reference_routing import moves_of, shares_of

KM = 1000.0


def dense_reference(emission, routed, moves, zone, zones):
    """Propagate the emission of each zone by one dense solve over all cells."""
    cells = {cell: k for k, cell in enumerate(moves)}
    total = routed.absorbed + routed.flux + routed.remainder
    safe = np.where(total > 0, total, 1)
    matrix = np.eye(len(cells))
    lost = {"left": np.zeros(len(cells)), "dispersed": np.zeros(len(cells))}
    for cell, k in cells.items():
        passed = routed.flux[cell] / safe[cell]
        for target, weight in moves[cell]:
            if isinstance(target, str):
                lost["dispersed" if target == "dispersed" else "left"][k] += passed * weight
            else:
                matrix[cells[target], k] -= passed * weight
    own = np.zeros((len(cells), zones + 1))
    for cell, k in cells.items():
        own[k, zone[cell] if zone[cell] >= 0 else zones] = emission[cell]
    mass = np.linalg.solve(matrix, own)
    table = np.zeros((zones + 1, zones + 4))
    for cell, k in cells.items():
        table[:, zone[cell] if zone[cell] >= 0 else zones] += mass[k] * routed.absorbed[cell] / safe[cell]
        table[:, zones + 2] += mass[k] * routed.remainder[cell] / safe[cell]
        table[:, zones + 1] += mass[k] * lost["left"][k]
        table[:, zones + 3] += mass[k] * lost["dispersed"][k]
    return table


@pytest.mark.formula("origin-destination")
def test_worked_example():
    """A emits 10, room 4; B emits 1, room 5: 6 of A's meet B's 1; B absorbs 5/7 of each, passes 2/7 of each."""
    emission, capacity = np.array([[10.0, 1]]), np.array([[4.0, 5]])
    graph = build_graph(from_direction(np.full((1, 2), 270.0), Neighbourhood.of(1, 2, KM, KM)), np.ones((1, 2), bool))
    routed = route(emission, capacity, graph)
    flows = origin_destination(emission, routed, graph, np.array([[0, 1]]), 2)
    table = flows.dense()
    assert table[0] == pytest.approx([4, 6 * 5 / 7, 0, 6 * 2 / 7, 0, 0])
    assert table[1] == pytest.approx([0, 5 / 7, 0, 2 / 7, 0, 0])
    accounts = zone_table(flows)
    assert accounts.emission == pytest.approx([10, 1, 0])
    assert accounts.absorbed_home == pytest.approx([4, 5 / 7, 0])
    assert accounts.imported == pytest.approx([0, 30 / 7, 0])
    assert accounts.exported_to_zones == pytest.approx([30 / 7, 0, 0])
    assert accounts.left_region == pytest.approx([12 / 7, 2 / 7, 0])


@pytest.mark.formula("origin-destination")
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([None, 2000.0]), st.booleans(), st.sampled_from([None, False]))
def test_sums_and_reference(seed, decay, lost, scipy_used):
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(1, 9, 2))
    direction = rng.random(shape) * 360
    direction[rng.random(shape) < 0.1] = np.nan
    emission, capacity = rng.random(shape) * 10, rng.random(shape) * rng.choice([0.5, 6, 30])
    valid = rng.random(shape) > 0.2
    zones = int(rng.integers(1, 5))
    zone = rng.integers(-1, zones, shape)
    graph = build_graph(from_direction(direction, Neighbourhood.of(*shape, KM, KM)), valid, decay, lost)
    routed = route(emission, capacity, graph)
    flows = origin_destination(emission, routed, graph, zone, zones, use_scipy=scipy_used)
    table = flows.dense()
    scale = 1 + emission.sum()
    here = np.where(valid, np.where(zone >= 0, zone, zones), -1)
    for number in range(zones + 1):
        mine = here == number
        assert table[number].sum() == pytest.approx(emission[mine].sum(), rel=1e-9, abs=1e-9 * scale)
        assert table[:, number].sum() == pytest.approx(routed.absorbed[mine].sum(), rel=1e-9, abs=1e-9 * scale)
    accounts = routed.accounts
    left, unfixed, dispersed = table[:, zones + 1 :].sum(axis=0)
    assert left == pytest.approx(accounts.exported + accounts.gaps, abs=1e-9 * scale)
    assert unfixed == pytest.approx(accounts.trapped + accounts.calm, abs=1e-9 * scale)
    assert dispersed == pytest.approx(accounts.dispersed, abs=1e-9 * scale)
    shares = {cell: shares_of(direction[cell], KM, KM) for cell in np.ndindex(shape)}
    moves = moves_of(shares, KM, KM, valid, decay, lost)
    expected = dense_reference(np.where(valid, emission, 0), routed, moves, np.where(valid, zone, -1), zones)
    assert table == pytest.approx(expected, abs=1e-7 * scale)
    by_zone = zone_table(flows)
    assert by_zone.emission == pytest.approx(table.sum(axis=1))
    assert by_zone.imported.sum() == pytest.approx(by_zone.exported_to_zones.sum())


@pytest.mark.parametrize("use_scipy", [None, False])
def test_large_components(monkeypatch, use_scipy):
    monkeypatch.setattr(batches, "SPARSE_LIMIT", 1)
    monkeypatch.setattr(batches, "DENSE_LIMIT", 1)
    rng = np.random.default_rng(2)
    shape = (18, 21)
    direction = np.cumsum(rng.normal(0, 50, shape), axis=1)
    emission, capacity, zone = rng.random(shape) * 10, rng.random(shape), rng.integers(0, 3, shape)
    graph = build_graph(from_direction(direction, Neighbourhood.of(*shape, KM, KM)), np.ones(shape, bool))
    routed = route(emission, capacity, graph)
    table = origin_destination(emission, routed, graph, zone, 3, use_scipy=use_scipy).dense()
    assert table[:3].sum(axis=1) == pytest.approx(np.bincount(zone.ravel(), weights=emission.ravel()), rel=1e-9)
    absorbed = np.bincount(zone.ravel(), weights=routed.absorbed.ravel())
    assert table[:, :3].sum(axis=0) == pytest.approx(absorbed, rel=1e-9)


def test_rose_and_many_zones():
    """Each cell its own zone: 400 zones, all mixing."""
    rng = np.random.default_rng(4)
    shape = (20, 20)
    rose = rng.random((17, *shape)) ** 3
    emission, capacity = rng.random(shape) * 5, rng.random(shape) * 4
    graph = build_graph(from_rose(lambda a, b: rose[:, a:b], Neighbourhood.of(*shape, KM, KM)), np.ones(shape, bool))
    routed = route(emission, capacity, graph)
    flows = origin_destination(emission, routed, graph, np.arange(400).reshape(shape), 400)
    assert flows.dense()[:400].sum(axis=1) == pytest.approx(emission.ravel(), rel=1e-9)
    assert flows.dense()[:, :400].sum(axis=0) == pytest.approx(routed.absorbed.ravel(), rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([1.0, 20.0]))
def test_well_mixed(seed, room):
    rng = np.random.default_rng(seed)
    emission, capacity = rng.random((4, 5)) * 8, rng.random((4, 5)) * room
    zone, valid = rng.integers(-1, 3, (4, 5)), rng.random((4, 5)) > 0.1
    routed = well_mixed(emission, capacity, valid)
    table = origin_destination_mixed(emission, routed, valid, zone, 3).dense()
    here = np.where(valid, np.where(zone >= 0, zone, 3), -1)
    for number in range(4):
        assert table[number].sum() == pytest.approx(emission[here == number].sum())
        assert table[:, number].sum() == pytest.approx(routed.absorbed[here == number].sum())
    assert table[:, 4].sum() == pytest.approx(routed.accounts.exported, abs=1e-9)


def test_unknown_zone_number():
    one = np.ones((1, 1))
    graph = build_graph(from_direction(one, Neighbourhood.of(1, 1, KM, KM)), np.ones((1, 1), bool))
    with pytest.raises(ZoneError, match="zone number 5, but there are only 2"):
        origin_destination(one, route(one, one, graph), graph, np.array([[5]]), 2)


def test_the_first_number_beyond_the_zones_is_refused_but_outside_the_study_area_none_is():
    pair = np.ones((1, 2))
    valid = np.array([[True, False]])
    graph = build_graph(from_direction(pair, Neighbourhood.of(1, 2, KM, KM)), valid)
    routed = route(pair, pair, graph)
    with pytest.raises(ZoneError, match="zone number 2, but there are only 2"):
        origin_destination(pair, routed, graph, np.array([[2, 0]]), 2)
    assert origin_destination(pair, routed, graph, np.array([[1, 7]]), 2).origin.tolist() == [1]


def test_what_is_absorbed_in_no_zone_is_exported_there():
    """West wind: the zone emits 3 t and has no room, the cell in no zone takes 2 of them, 1 leaves the region."""
    emission, capacity = np.array([[3.0, 0]]), np.array([[0.0, 2]])
    graph = build_graph(from_direction(np.full((1, 2), 270.0), Neighbourhood.of(1, 2, KM, KM)), np.ones((1, 2), bool))
    table = zone_table(origin_destination(emission, route(emission, capacity, graph), graph, np.array([[0, -1]]), 1))
    assert table.exported_to_zones == pytest.approx([2, 0])
    assert table.imported == pytest.approx([0, 2])
    assert table.left_region == pytest.approx([1, 0])
    assert table.absorbed_home == pytest.approx([0, 0])
