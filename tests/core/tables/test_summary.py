"""Rows joined: no row and no tonne is lost, sums are summed, quotients made anew."""

from __future__ import annotations

import math

import pandas
import pytest
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.tables.read import make_table
from carbon_service_flow.core.tables.summary import (
    MOST_ROWS,
    as_table,
    finite_numbers,
    join_rows,
    largest,
    number_list,
    parse_table,
    split_largest,
    sums_by_name,
    total,
    with_row,
)
from hypothesis import given
from hypothesis import strategies as st
from support.common import laws


def test_parsed_tables_hold_numbers_and_keep_names():
    table = make_table("t.csv", ["ZONE", "total_T", "note"], [["11", "1,000.0", "x"], ["b", "", "7"]])
    parsed = parse_table(table, "zone", "total_t")
    assert parsed["zone"].tolist() == ["11", "b"]
    assert parsed["total_t"].dtype == parsed["note"].dtype == float
    assert number_list(parsed, "total_t") == [1000.0, None]
    assert number_list(parsed, "note") == [None, 7.0]
    with pytest.raises(TableError, match="mean_ratio"):
        parse_table(table, "mean_ratio")


def test_what_is_a_number():
    table = as_table([{"a": 1}, {"a": None}, {"a": math.nan}, {"a": math.inf}, {"a": -math.inf}, {"a": "x"}, {"b": 2}])
    assert number_list(table, "a") == [1.0, None, None, None, None, None, None]
    assert number_list(table, "c") == [None] * 7
    assert finite_numbers(table, "c").dtype == float


def test_a_table_is_numbered_anew_and_a_copy_has_its_values():
    table = pandas.DataFrame({"a": [1.0, 2.0]}, index=[7, 3])
    assert as_table(table).index.tolist() == [0, 1]
    assert table.index.tolist() == [7, 3]


def test_total():
    assert total([], "a") is None
    assert total([{"a": None}, {"b": 1.0}], "a") is None
    assert total([{"a": 1.0}, {"a": math.nan}, {"a": 2.5}], "a") == 3.5
    assert total([{"a": 0.0}], "a") == 0.0
    # Exact, whatever the order: one by one the small number is lost.
    assert total([{"a": value} for value in (1e16, 1.0, -1e16)], "a") == 1.0


def test_sums_by_name():
    rows = [{"k": "b", "t": 1.0}, {"k": "a", "t": 2.0}, {"k": "b", "t": 4.0}, {"k": "c", "t": None}]
    assert list(sums_by_name(rows, "k", "t").items()) == [("b", 5.0), ("a", 2.0), ("c", 0.0)]
    assert sums_by_name([], "k", "t") == {}


@pytest.mark.formula("others")
def test_others_are_sums_and_quotients_of_sums():
    """Of 40 zones 30 are shown. Others: emissions 1..10 (sum 55) on 10 zones of 2 ha and C = 5 each."""
    rows = [
        {"zone": f"z{n}", "area_ha": 2.0, "emission_t": float(n), "sequestration_t": 5.0, "emission_t_ha": n / 2.0,
         "sequestration_t_ha": 2.5, "difference_t_ha": 2.5 - n / 2.0, "ratio_of_totals": n / 5.0, "mean_ratio": 9.0,
         "rank": 41 - n}
        for n in range(1, 41)
    ]  # fmt: skip
    shown = largest(rows, "emission_t", lambda count: f"{count} others")
    assert len(shown) == 31
    assert shown["zone"].tolist()[:2] == ["z40", "z39"]
    others = shown.iloc[-1]
    assert others["zone"] == "10 others"
    assert (others["area_ha"], others["emission_t"], others["sequestration_t"]) == (20.0, 55.0, 50.0)
    assert others["emission_t_ha"] == 55 / 20
    assert others["difference_t_ha"] == pytest.approx(50 / 20 - 55 / 20)
    assert others["ratio_of_totals"] == 55 / 50
    assert pandas.isna(others["mean_ratio"])
    assert pandas.isna(others["rank"])


@laws
@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=80), st.integers(1, 40))
def test_nothing_is_lost_among_the_others(values, most):
    rows = [{"zone": str(n), "total_t": value} for n, value in enumerate(values)]
    shown = largest(rows, "total_t", str, most)
    assert len(shown) <= most + 1
    assert shown["total_t"].sum() == pytest.approx(sum(values))


def test_31_zones_are_all_shown():
    rows = [{"zone": str(n), "total_t": 1.0} for n in range(31)]
    assert largest(rows, "total_t", str)["zone"].tolist() == [str(n) for n in range(31)]


def test_a_row_without_a_number_counts_as_nothing():
    rows = [{"zone": "a", "t": -1.0}, {"zone": "b", "t": None}, {"zone": "c", "t": 1.0}]
    assert largest(rows, "t", str)["zone"].tolist() == ["c", "b", "a"]


def test_every_rule_by_hand():
    """Two rows: sums 10 t, 4 t, 5 ha; quotients of the sums; the rate's mean weighs 2 ha of 1 and 3 ha of 6."""
    rows = [
        {"zone": "a", "area_ha": 2.0, "stock_t": 6.0, "before_t": 3.0, "change_t": 1.0, "rate_t_ha": 1.0, "flow_t": 4.0,
         "density_t_ha": 3.0, "change_percent": 33.0, "change_t_ha": 0.5, "flow_t_km2": 1.0, "mean_t_ha": 3.0,
         "share_percent": 60.0, "rank": 1, "value": 7.0},
        {"zone": "b", "area_ha": 3.0, "stock_t": 4.0, "before_t": 1.0, "change_t": 2.0, "rate_t_ha": 6.0, "flow_t": 1.0,
         "density_t_ha": 1.3, "change_percent": 200.0, "change_t_ha": 0.7, "flow_t_km2": 1.0, "mean_t_ha": 1.3,
         "share_percent": 40.0, "rank": 2, "value": 1.0},
    ]  # fmt: skip
    assert join_rows(rows) == {
        "zone": None, "area_ha": 5.0, "stock_t": 10.0, "before_t": 4.0, "change_t": 3.0,
        # (2 x 1 + 3 x 6) / 5
        "rate_t_ha": 4.0, "flow_t": 5.0, "density_t_ha": 2.0, "change_percent": 75.0, "change_t_ha": 0.6,
        # 100 x 5 / 5
        "flow_t_km2": 100.0, "mean_t_ha": 2.0, "share_percent": 100.0, "rank": None, "value": 8.0,
    }  # fmt: skip


def test_difference_is_sequestration_minus_emission():
    rows = [{"area_ha": 2.0, "emission_t": 1.0, "sequestration_t": 7.0, "difference_t_ha": 9.0}]
    assert join_rows(rows)["difference_t_ha"] == 3.0
    assert join_rows([{**rows[0], "emission_t": None}])["difference_t_ha"] is None


def test_the_mean_is_of_all_sources_before_the_stock():
    rows = [{"area_ha": 2.0, "stock_t": 8.0, "total_t": 6.0, "mean_t_ha": 0.0}]
    assert join_rows(rows)["mean_t_ha"] == 3.0
    assert join_rows([{**rows[0], "total_t": None}])["mean_t_ha"] == 4.0


def test_what_has_no_value():
    rows = [{"area_ha": 0.0, "emission_t": 1.0, "sequestration_t": 0.0, "emission_t_ha": 5.0, "ratio_of_totals": 5.0,
             "rate_t_ha": 2.0, "coal_t": None}]  # fmt: skip
    joined = join_rows(rows)
    assert joined["emission_t_ha"] is joined["ratio_of_totals"] is joined["rate_t_ha"] is joined["coal_t"] is None
    assert join_rows([{"emission_t_ha": 1.0}]) == {"emission_t_ha": None}


def test_a_weighted_mean_leaves_out_rows_without_a_value():
    rows = [
        {"area_ha": 1.0, "rate_t_ha": 2.0},
        {"area_ha": 9.0, "rate_t_ha": None},
        {"area_ha": None, "rate_t_ha": 5.0},
    ]
    assert join_rows(rows)["rate_t_ha"] == 2.0


def test_one_more_row():
    table = with_row(as_table([{"a": 1.0, "b": "x"}]), {"b": "y", "c": 2.0})
    assert list(table.columns) == ["a", "b", "c"]
    assert number_list(table, "a") == [1.0, None]
    assert table["b"].tolist() == ["x", "y"]
    assert table.index.tolist() == [0, 1]


def test_split_by_hand():
    rows = [{"zone": "a", "t": 5.0}, {"zone": "b", "t": None}, {"zone": "c", "t": 7.0}, {"zone": "d", "t": 1.0}]
    groups = split_largest(rows, "t", 1)
    assert [part["zone"].tolist() for part in (groups.shown, groups.others, groups.without)] == [
        ["c"],
        ["a", "d"],
        ["b"],
    ]
    assert len(split_largest([{"t": 1.0}] * (MOST_ROWS + 1), "t").others) == 0
    assert len(split_largest([{"t": 1.0}] * (MOST_ROWS + 2), "t").others) == 2


def test_the_largest_in_size_run_from_the_largest_number_down():
    rows = [{"t": value} for value in (1.0, -9.0, 5.0, -2.0)]
    groups = split_largest(rows, "t", 2, by_size=True)
    assert groups.shown["t"].tolist() == [5.0, -9.0]
    assert groups.others["t"].tolist() == [-2.0, 1.0]


@laws
@given(st.lists(st.one_of(st.none(), st.floats()), max_size=12), st.integers(1, 5), st.booleans())
def test_no_row_is_lost(values, most, by_size):
    rows = [{"zone": k, "t": value} for k, value in enumerate(values)]
    groups = split_largest(rows, "t", most, by_size)
    shown, others, without = (part.to_dict("records") for part in (groups.shown, groups.others, groups.without))
    assert sorted(row["zone"] for part in (shown, others, without) for row in part) == list(range(len(values)))
    assert all(row["t"] is None or not math.isfinite(row["t"]) for row in without)
    assert [row["t"] for row in shown] == sorted((row["t"] for row in shown), reverse=True)
    # A last row stands for two zones at least.
    assert len(others) != 1
    size = abs if by_size else float
    if others:
        assert len(shown) == most
        assert min(size(row["t"]) for row in shown) >= max(size(row["t"]) for row in others)
    # Equal ones stay in their order.
    for part in (shown, others):
        for one, other in zip(part, part[1:]):
            assert size(one["t"]) != size(other["t"]) or one["t"] != other["t"] or one["zone"] < other["zone"]
