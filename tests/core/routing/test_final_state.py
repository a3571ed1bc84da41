"""The final state turned into flux, what is absorbed, and the mass balance: worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing import build_graph, from_direction
from carbon_service_flow.core.routing.cycles.policy_iteration import Trapped
from carbon_service_flow.core.routing.final_state import FinalState, emitted_and_absorbed_at_home
from carbon_service_flow.core.routing.graph import strips
from support.routing_cases import KM, fate_sum, square


def test_sums_of_the_emission():
    """E 10 1 0, C 4 5 1: 11 t, of which min(10, 4) + min(1, 5) + 0 = 5 at home."""
    assert emitted_and_absorbed_at_home(np.array([[10.0, 4.0], [1.0, 5.0], [0.0, 1.0]])) == (11.0, 5.0)


@pytest.mark.parametrize("strip_cells", [1, 1 << 16])
def test_overflow_room_calm_and_export(monkeypatch, strip_cells):
    """West wind over four cells, the last but one still. E 10 1 0 2, C 4 5 1 1, final state 6 2 1 1:

    cell 0 overflows by 6, cell 1 by 2, cell 2 has 2 of which 1 stays in the calm, cell 3 has 2 and sends 1 out.
    Absorbed 4 5 1 1, of which its own 4 1 0 1, so imported 0 4 1 0.
    """
    monkeypatch.setattr(strips, "STRIP_CELLS", strip_cells)
    direction = np.array([[270.0, 270.0, np.nan, 270.0]])
    graph = build_graph(from_direction(direction, square((1, 4)), one_neighbour=True), np.ones((1, 4), bool))
    emission = np.array([10.0, 1.0, 0.0, 2.0])
    amounts = np.array([[6.0, 4.0], [2.0, 5.0], [1.0, 1.0], [1.0, 1.0]])
    result = FinalState(amounts.copy(), graph, [], 13.0, 6.0).rasters(emission)
    assert result.flux.tolist() == [[6.0, 2.0, 0.0, 1.0]]
    assert result.absorbed.tolist() == [[4.0, 5.0, 1.0, 1.0]]
    assert result.imported.tolist() == [[0.0, 4.0, 1.0, 0.0]]
    assert result.remainder.tolist() == [[0.0, 0.0, 1.0, 0.0]]
    accounts = result.accounts
    assert (accounts.exported, accounts.calm, accounts.absorbed_downwind) == (1.0, 1.0, 5.0)
    assert fate_sum(accounts) == accounts.emission == 13.0
    alone = FinalState(amounts.copy(), graph, [], 13.0, 6.0).flux_alone()
    assert alone.flux.tolist() == result.flux.tolist()
    assert alone.accounts == accounts


def test_spare_capacity_and_trapped_carbon():
    """A state below 0 is minus what is absorbed: of 7 t capacity 3 are used. Trapped carbon is added where it lies."""
    graph = build_graph(from_direction(np.full((1, 2), 270.0), square((1, 2))), np.ones((1, 2), bool))
    amounts = np.array([[0.0, 2.0], [-3.0, 7.0]])
    trapped = [Trapped(np.array([0], np.int32), np.array([0.25])), Trapped(np.array([0, 1]), np.array([0.5, 1.0]))]
    result = FinalState(amounts, graph, trapped, 4.75, 0.0).rasters(np.array([0.0, 1.0]))
    assert result.absorbed.tolist() == [[0.0, 3.0]]
    assert result.imported.tolist() == [[0.0, 2.0]]
    assert result.remainder.tolist() == [[0.75, 1.0]]
    assert (result.accounts.trapped, result.accounts.exported) == (1.75, 0.0)


def test_losses_on_the_way():
    """Two rows of two cells of 1 km, winds to the east, L = 1 km, flux 8 t in each cell but the last, 4 t there.

    One step lets exp(-1) arrive: cells 1 and 3 export exp(-1) of 8 and 4; all four disperse 1 - exp(-1) of their flux.
    """
    graph = build_graph(from_direction(np.full((2, 2), 270.0), square((2, 2))), np.ones((2, 2), bool), KM)
    amounts = np.zeros((4, 2))
    amounts[:, 0] = [8.0, 8.0, 8.0, 4.0]
    accounts = FinalState(amounts, graph, [], 1.0, 0.0).flux_alone().accounts
    assert accounts.exported == pytest.approx(12.0 * np.exp(-1.0))
    assert accounts.dispersed == pytest.approx(28.0 * (1 - np.exp(-1.0)))
    assert accounts.gaps == 0.0


def test_losses_into_a_gap_that_keeps_them():
    """A ring around a gap, west wind: of the three cells in the west, the middle one sends its 5 t into the gap."""
    valid = np.ones((3, 3), bool)
    valid[1, 1] = False
    graph = build_graph(from_direction(np.full((3, 3), 270.0), square((3, 3))), valid, gaps_lost=True)
    amounts = np.zeros((9, 2))
    amounts[:, 0] = [1.0, 2.0, 4.0, 5.0, 0.0, 7.0, 0.0, 0.0, 0.5]
    accounts = FinalState(amounts, graph, [], 1.0, 0.0).flux_alone().accounts
    assert accounts.gaps == pytest.approx(5.0)
    assert accounts.exported == pytest.approx(4.0 + 7.0 + 0.5)  # the eastern column
