"""The mass balance of a result."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from carbon_service_flow.core.routing.graph.result import MassBalance

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
