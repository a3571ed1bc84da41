"""Units of axes."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.charts.elements.axes import AxisUnit, mass_axis
from support.chart_text import ZONE_WORDS

WORDS = {**ZONE_WORDS, "tonnes": "t C"}


@pytest.mark.parametrize(
    ("largest", "divisor", "title"),
    [
        (99_999.0, 1.0, "t C"),
        (1e5, 1e3, "thousand t C"),
        (9_999_999.0, 1e3, "thousand t C"),
        (1e7, 1e6, "Mt C"),
        (9.99e9, 1e6, "Mt C"),
        (1e10, 1e9, "Gt C"),
    ],
)
def test_the_largest_amount_chooses(largest, divisor, title):
    for amounts in ([largest, 1.0, None], [-largest]):
        assert mass_axis(amounts, WORDS) == AxisUnit(divisor, title)


def test_chinese_counts_in_hundred_millions():
    words = {"tonnes": "t C/年", "million_t": "百万吨", "hundred_million_t": "亿吨"}
    assert mass_axis([3e10], words) == AxisUnit(1e8, "亿吨 C/年")
    assert mass_axis([3e9], words) == AxisUnit(1e6, "百万吨 C/年")


def test_values_are_divided_and_gaps_stay():
    assert AxisUnit(1e3, "").divided([5e3, None, 0.0]) == [5.0, None, 0.0]
