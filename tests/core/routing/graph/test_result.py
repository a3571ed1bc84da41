"""The mass balance of a result, its loops, and the flux without laps."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from carbon_service_flow.core.routing.graph.result import Flow, Loops, MassBalance

BALANCED = MassBalance(
    emission=28.0,
    absorbed_home=1.0,
    absorbed_downwind=2.0,
    exported=3.0,
    gaps=4.0,
    dispersed=5.0,
    trapped=6.0,
    calm=7.0,
)


def test_error_is_relative_to_the_emission():
    """1 + 2 + ... + 7 = 28. With an emission of 35, 7 t are missing: 0.2; with 20, 8 t too many: 0.4."""
    assert BALANCED.balance_error == 0.0
    assert replace(BALANCED, emission=35.0).balance_error == pytest.approx(0.2)
    assert replace(BALANCED, emission=20.0).balance_error == pytest.approx(0.4)


@pytest.mark.parametrize("name", [field.name for field in fields(MassBalance) if field.name != "emission"])
def test_every_amount_counts(name):
    assert replace(BALANCED, **{name: getattr(BALANCED, name) + 2.8}).balance_error == pytest.approx(0.1)


def test_without_emission_there_is_no_error():
    assert MassBalance(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0).balance_error == 0.0


def test_loops_of_two_batches_add_up():
    one = Loops(4, 1, 0, np.array([5], np.int32), np.array([2.0]))
    two = Loops(6, 2, 1, np.array([9, 7], np.int32), np.array([3.0, 1.0]))
    both = Loops.none() + one + two
    assert (both.cells, both.count, both.closed) == (10, 3, 1)
    assert both.repeated.tolist() == [5, 9, 7]
    assert both.entered.tolist() == [2.0, 3.0, 1.0]


def test_the_capped_flux():
    """Surplus 28 - 1 = 27 t caps all cells; in loops it is what entered: 3 t in cell 4, and 9 t above its flux in 2."""
    flux = np.array([[30.0, 5.0, 8.0], [27.0, 12.0, 0.0]])
    loops = Loops(2, 1, 0, np.array([4, 2], np.int32), np.array([3.0, 9.0]))
    capped = Flow(flux, BALANCED, loops).capped_flux()
    assert capped.tolist() == [[27.0, 5.0, 8.0], [27.0, 3.0, 0.0]]
    assert flux[1, 1] == 12.0
    calm = Flow(np.array([[5.0, 1.0]]), BALANCED, Loops.none())
    assert calm.capped_flux() is calm.flux
