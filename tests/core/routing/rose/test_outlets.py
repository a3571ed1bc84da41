"""Cells from which an outlet is reached, against a plain search."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing import build_graph
from carbon_service_flow.core.routing.rose.outlets import cells_reaching_outlet
from support.routing_cases import rose_transport


def plain_search(graph):
    """Add members whose carbon reaches an outlet in one step or arrives at such a member, until none is added."""
    cells = np.arange(graph.member.size)
    receivers = np.stack([graph.receivers(slot, cells) for slot in range(8)])
    shares = np.stack([graph.transport.share(slot, cells) for slot in range(8)])
    weights = np.stack([graph.weights(slot, cells) for slot in range(8)])
    one_step = ((shares > 0) & ((receivers < 0) | (weights < shares))).any(axis=0) | (shares.sum(axis=0) == 0)
    reaching = one_step & graph.member
    while True:
        arrives = np.zeros_like(reaching)
        for slot in range(8):
            arrives |= (receivers[slot] >= 0) & reaching[np.maximum(receivers[slot], 0)]
        more = reaching | (arrives & graph.member)
        if (more == reaching).all():
            return reaching.reshape(graph.shape)
        reaching = more


@pytest.mark.parametrize("seed", range(40))
def test_agrees_with_a_plain_search(seed):
    """Few sectors, so that many cells reach no outlet; still cells, gaps, rows either way."""
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(1, 10)), int(rng.integers(1, 10)))
    winds = rng.random((17, *shape)) * (rng.random((17, *shape)) < rng.choice([0.04, 0.08]))
    row, col = np.indices(shape)
    inward = np.degrees(np.arctan2(col - shape[1] / 2, shape[0] / 2 - row)) % 360  # the direction it comes from
    sector = np.rint(inward / 22.5).astype(int) % 16
    np.put_along_axis(winds, sector[None], 1.0, axis=0)
    winds[:, rng.random(shape) < 0.02] = 0.0
    graph = build_graph(
        rose_transport(winds, rows_southward=bool(seed % 2)), rng.random(shape) > 0.05, gaps_lost=bool(seed % 3)
    )
    assert np.array_equal(cells_reaching_outlet(graph), plain_search(graph))


def test_closed_winds_reach_no_outlet_without_decay():
    """Winds from W in the western half, from E in the eastern: no outlet is reached but from the row of northerlies."""
    winds = np.zeros((17, 3, 6))
    winds[12, :2, :3] = winds[4, :2, 3:] = 1.0
    winds[0, 2] = 1.0
    graph = build_graph(rose_transport(winds), np.ones((3, 6), bool))
    assert cells_reaching_outlet(graph).tolist() == [[False] * 6, [False] * 6, [True] * 6]
    graph = build_graph(rose_transport(winds), np.ones((3, 6), bool), decay_length=1e6)
    assert cells_reaching_outlet(graph).all()


def test_a_chain_through_a_row_is_followed_from_end_to_end():
    """West winds along a row of 50 cells to the border; and a second one whose last cell sends back: nothing leaves."""
    winds = np.zeros((17, 1, 50))
    winds[12] = 1.0
    assert cells_reaching_outlet(build_graph(rose_transport(winds), np.ones((1, 50), bool))).all()
    winds[:, 0, -1] = 0.0
    winds[4, 0, -1] = 1.0
    assert not cells_reaching_outlet(build_graph(rose_transport(winds), np.ones((1, 50), bool))).any()
    winds[:, 0, 20] = 0.0  # still: the cells before it reach it
    reaching = cells_reaching_outlet(build_graph(rose_transport(winds), np.ones((1, 50), bool)))
    assert reaching.tolist() == [[True] * 21 + [False] * 29]
