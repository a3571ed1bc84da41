"""Numbers as pages write them: one way, and by hand."""

from __future__ import annotations

import math

import pytest
from carbon_service_flow.core.tables.number_format import (
    NOTHING,
    MassUnit,
    change,
    fixed,
    number,
    percent,
    share,
    signed,
    signed_percent,
    with_unit,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (10220496382.88, "10,220,496,383"),
        (20.359, "20.36"),
        (227.0, "227"),
        (226.954, "227.0"),
        (999.94, "999.9"),
        (1000.4, "1,000"),
        (0.0123456, "0.01235"),
        (1e-4, "0.0001000"),
        (9.9e-5, "9.9 × 10⁻⁵"),
        (3.82e-13, "3.8 × 10⁻¹³"),
        (-3.82e-13, "−3.8 × 10⁻¹³"),
        (-1234.5, "−1,234"),
        (0, "0"),
        (-0.0, "0"),
        (None, "–"),
        (math.nan, "–"),
        (math.inf, "–"),
        (1e15, "1.0 × 10¹⁵"),
        (9e14, "900,000,000,000,000"),
    ],
)
def test_number(value, text):
    assert number(value) == text


def test_number_of_two_digits():
    assert [number(value, 2) for value in (0.126, 12.6, 0.1)] == ["0.13", "13", "0.10"]


def test_no_decimals_from_1000_on_whatever_the_digits():
    assert [number(value, 6) for value in (999.25, 1000.7)] == ["999.250", "1,001"]


def test_with_unit():
    assert with_unit(1234567.8, "t") == "1,234,568 t"
    assert with_unit(1.5) == "1.500"
    assert with_unit(None, "t") == "– t"


def test_fixed():
    assert [fixed(value) for value in (0.5, -0.5, -0.001, 1234.5, None, math.nan)] == [
        "0.50", "−0.50", "0.00", "1,234.50", "–", "–",
    ]  # fmt: skip
    assert fixed(-1234.5678, 3) == "−1,234.568"
    assert fixed(7.0, 0) == "7"


def test_percent():
    assert [percent(v) for v in (0.1072, 1.0, 0.0, 1e-6, None)] == ["10.72 %", "100 %", "0 %", "< 0.01 %", "–"]
    assert [percent(v) for v in (-0.5, -1e-6, 12.345, math.nan, -0.0)] == [
        "−50 %",
        "> −0.01 %",
        "1,234.5 %",
        "–",
        "0 %",
    ]
    # 0.005 % is the least that two decimals show.
    assert [percent(v) for v in (0.00005, 0.0000499)] == ["0.01 %", "< 0.01 %"]


def test_share():
    assert [share(1, 3), share(-1, 3), share(1, 0), share(None, 1), share(1, None)] == [
        "33.33 %", "−33.33 %", "–", "–", "–",
    ]  # fmt: skip


def test_signed():
    assert [signed(v) for v in (12.345, -1234.5, 0.0, None, 0.01234, math.nan)] == [
        "+12.3", "−1,234", "±0", "–", "+0.0123", "–",
    ]  # fmt: skip
    assert signed(1.26, 2) == "+1.3"


def test_change():
    # (110 - 100) / 100, and a negative base: from -10 to -5 is up by half of 10.
    assert change(100, 110) == "+10.0 %"
    assert change(-10, -5) == "+50.0 %"
    assert change(100, 99.9944) == "−0.01 %"
    assert change(100, 109.5) == "+9.50 %"
    assert [change(0, 1), change(None, 1), change(1, None), change(1, math.nan), change(2, 2)] == ["–"] * 4 + ["0 %"]
    assert change(math.inf, 1) == NOTHING


def test_signed_percent():
    assert [signed_percent(v) for v in (5.0, -5.0, 1234.56, -0.004, None, math.inf)] == [
        "+5.00 %", "−5.00 %", "+1,234.6 %", "0 %", "–", "–",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("largest", "divisor", "word"),
    [
        (0.0, 1.0, "t"),
        (99_999.9, 1.0, "t"),
        (1e5, 1e3, "thousand_t"),
        (9_999_999.0, 1e3, "thousand_t"),
        (1e7, 1e6, "million_t"),
        (9_999_999_999.0, 1e6, "million_t"),
        (1e10, 1e9, "billion_t"),
    ],
)
def test_the_unit_suits_the_largest(largest, divisor, word):
    for amounts in ([largest], [-largest, 1.0, None, math.nan, math.inf]):
        assert MassUnit.of(amounts) == MassUnit(divisor, word)


def test_nothing_is_in_tonnes():
    assert MassUnit.of([]).word == MassUnit.of([None, math.nan]).word == "t"
    assert MassUnit.of([]).text(None) == NOTHING


def test_languages_that_count_in_hundred_millions():
    words = {"hundred_million_t": "亿吨"}
    assert MassUnit.of([1.02e10], words) == MassUnit(1e8, "hundred_million_t")
    assert MassUnit.of([1.02e10], words).text(1.02e10) == "102"
    assert MassUnit.of([1e9], words).word == "million_t"


@given(st.floats(1.0, 1e14))
def test_amounts_are_those_of_the_unit(amount):
    unit = MassUnit.of([amount])
    assert unit.text(amount) == number(amount / unit.divisor)
