"""Change of stock: InVEST's trap, hand-worked cells, laws, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.accounts.stock_change import stock_change, value_per_tonne
from carbon_service_flow.core.errors import ParameterError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from support.common import DEGREES, WGS84, Recorder, band, file_laws, laws, load, save, target, zones_of

NAN = float("nan")


def change(folder, before, after, years=5.0, tonne=None, wanted=(True, True, True), zones=None, where=()):
    first = band(save(folder / "before.tif", before, *where, nodata=-1))
    last = band(save(folder / "after.tif", after, *where, nodata=-9999))
    outs = [target(folder / f"{n}.tif") if on else None for n, on in zip(("change", "rate", "value"), wanted)]
    log = Recorder()
    source, names = (None, ()) if zones is None else (zones(first.grid).source(first.grid), zones(first.grid).names)
    found = stock_change(
        first, last, first.grid, years, tonne, targets=outs, zones=source, zone_names=names, progress=log
    )
    return found, [load(out.path).filled(NAN) for out in outs if out], log


@pytest.mark.formula("change")
def test_a_true_change_of_minus_one_survives(tmp_path) -> None:
    """InVEST writes -1 for nodata, and so loses the cell that truly changes by -1 t/ha."""
    found, (changed, _, _), _ = change(tmp_path, [[10, 10, -1]], [[9, 12, 9]], tonne=1.0)
    np.testing.assert_array_equal(changed, [[-1, 2, NAN]])
    assert found.change_t == 100


@pytest.mark.formula("change")
def test_nine_cells_by_hand(tmp_path) -> None:
    """1 km2 cells, 4 years, 2 per tonne. Common cells: 5 -> 9, 8 -> 2, 0 -> 4, 20 -> 20: change +4, -6, +4, 0 = +2.

    Before 33 t/ha-cells: 3300 t; change 200 t = 6.06 %; value 400. Two cells have a value before only, one after only.
    """
    before = [[5, 8, 0], [20, 7, 7], [-1, -1, -1]]
    after = [[9, 2, 4], [20, NAN, -9999], [3, -9999, NAN]]
    found, (changed, rate, value), log = change(
        tmp_path, before, after, 4.0, 2.0, zones=lambda f: zones_of(f, top=(0, 0, 1, 3), rest=(1, 0, 2, 3))
    )
    np.testing.assert_array_equal(changed, [[4, -6, 4], [0, NAN, NAN], [NAN] * 3])
    np.testing.assert_array_equal(rate, [[1, -1.5, 1], [0, NAN, NAN], [NAN] * 3])
    np.testing.assert_array_equal(value, [[8, -12, 8], [0, NAN, NAN], [NAN] * 3])
    assert (found.change_t, found.area_ha, found.value) == (200, 400, 400)
    assert found.change_percent == pytest.approx(100 * 2 / 33)
    assert (found.before_only_cells, found.after_only_cells) == (2, 1)
    assert log.warnings == [
        "2 cells have a value in before.tif only; they are in no total.",
        "1 cells have a value in after.tif only; they are in no total.",
    ]
    top, rest = found.zone_rows
    assert (top["before_t"], top["after_t"], top["change_t"], top["value"]) == (1300, 1500, 200, 400)
    assert (top["change_t_ha"], top["rate_t_ha"]) == (pytest.approx(2 / 3), pytest.approx(1 / 6))
    assert (rest["change_t"], rest["change_percent"]) == (0, 0)


@pytest.mark.formula("change-percent")
def test_a_zone_s_change_is_in_percent_of_what_was_there_before(tmp_path) -> None:
    """Cells of 100 ha. Zone a: 1 -> 1.5 t/ha, 100 -> 150 t: 50 %. b: 2 -> 1, 200 -> 100 t: -50 %. c: nothing before.

    Both: 300 -> 250 t: -50 / 300 = -16.67 %; with c, 0 -> 3 t/ha: 300 -> 550 t: 83.33 %. Four years.
    """
    found, _, _ = change(
        tmp_path,
        [[1.0, 2.0, 0.0]],
        [[1.5, 1.0, 3.0]],
        4.0,
        2.0,
        zones=lambda f: zones_of(f, a=(0, 0, 1, 1), b=(0, 1, 1, 1), c=(0, 2, 1, 1), off=(5, 5, 1, 1)),
    )
    a, b, c, off = found.zone_rows
    assert a == {
        "zone": "a",
        "area_ha": 100,
        "before_t": 100,
        "after_t": 150,
        "change_t": 50,
        "change_percent": 50,
        "change_t_ha": 0.5,
        "rate_t_ha": 0.125,
        "value": 100,
    }
    assert (b["before_t"], b["after_t"], b["change_percent"], b["rate_t_ha"]) == (200, 100, -50, -0.25)
    assert (c["before_t"], c["after_t"], c["change_percent"], c["change_t_ha"]) == (0, 300, None, 3)
    assert (off["area_ha"], off["change_percent"], off["change_t_ha"], off["rate_t_ha"]) == (0, None, None, None)
    assert found.change_percent == pytest.approx(100 * 250 / 300)


def test_a_change_without_a_price_has_no_value(tmp_path) -> None:
    found, _, _ = change(
        tmp_path, [[1.0]], [[2.0]], wanted=(True, True, False), zones=lambda f: zones_of(f, a=(0, 0, 1, 1))
    )
    assert found.value is found.zone_rows[0]["value"] is None


cells = st.one_of(st.just(NAN), st.floats(0, 500, width=32))


@file_laws
@given(arrays(np.float64, (4, 5), elements=cells), arrays(np.float64, (4, 5), elements=cells))
def test_there_and_back_is_nothing(tmp_path_factory, before, after) -> None:
    """The change backwards is minus the change, cell by cell and in all; totals are those of a plain loop."""
    folder, other = tmp_path_factory.mktemp("to"), tmp_path_factory.mktemp("fro")
    there, (forth, _, _), _ = change(folder, before, after, tonne=3.0, where=(DEGREES, WGS84))
    back, (backwards, _, _), _ = change(other, after, before, tonne=3.0, where=(DEGREES, WGS84))
    np.testing.assert_array_equal(forth, -backwards)
    assert there.change_t == pytest.approx(-back.change_t)
    areas = np.broadcast_to(band(folder / "before.tif").grid.cell_area_ha(), before.shape)
    common = ~np.isnan(before) & ~np.isnan(after)
    assert there.change_t == pytest.approx(((after - before) * areas)[common].sum(), rel=1e-9, abs=1e-6)
    assert there.area_ha == pytest.approx(areas[common].sum())
    assert there.before_only_cells == back.after_only_cells == int((~np.isnan(before) & np.isnan(after)).sum())


@pytest.mark.formula("change-value")
@laws
@given(st.integers(1, 60), st.floats(0.01, 1e4), st.floats(-50, 50), st.floats(-50, 50))
def test_value_is_the_plain_sum(years, price, rate, drift) -> None:
    total = 0.0
    for t in range(years):
        total += 1 / ((1 + rate / 100) ** t * (1 + drift / 100) ** t)
    assert value_per_tonne(years, price, rate, drift) == pytest.approx(price / years * total, rel=1e-9)


def test_positive_price_change_lowers_the_value_as_in_invest() -> None:
    assert value_per_tonne(10, 40, 0, 3) < value_per_tonne(10, 40, 0, 0) == pytest.approx(40)


@pytest.mark.parametrize(
    ("years", "rate", "message"),
    [(0, 0, "must be more than 0"), (-2, 0, "must be more than 0"), (2.5, 0, "whole years"), (5, -100, "-100 %")],
)
def test_values_that_have_no_meaning(years, rate, message) -> None:
    with pytest.raises(ParameterError, match=message):
        value_per_tonne(years, 1.0, rate)
    if rate:
        with pytest.raises(ParameterError, match=message):
            value_per_tonne(years, 1.0, 0.0, rate)


def test_rates_over_half_years_are_fine_but_not_over_none(tmp_path) -> None:
    _, (rate,), _ = change(tmp_path, [[1.0]], [[2.0]], 2.5, wanted=(False, True, False))
    assert rate[0, 0] == pytest.approx(0.4)
    with pytest.raises(ParameterError, match="0 years"):
        change(tmp_path, [[1.0]], [[2.0]], 0.0)


def test_value_raster_needs_a_value(tmp_path) -> None:
    """Without a price there is none: not a raster of zeros."""
    with pytest.raises(ParameterError, match="price"):
        change(tmp_path, [[1.0]], [[2.0]], tonne=None)


def test_nothing_before_has_no_percentage(tmp_path) -> None:
    found, _, _ = change(tmp_path, [[0.0, 0.0]], [[2.0, NAN]], tonne=1.0)
    assert found.change_percent is None
    assert found.change_t == 200
    empty, _, _ = change(tmp_path, [[NAN]], [[2.0]], tonne=1.0)
    assert (empty.area_ha, empty.change_percent, empty.change_t) == (0, None, 0)
