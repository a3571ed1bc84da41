"""Records to stations: names or places, codes, cells that cannot be read."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.stations.period_values import Statistic
from carbon_service_flow.core.stations.station_series import ValueRecords, station_values
from support.common import Recorder

NAN = float("nan")


def read(values, x=None, y=None, statistic=Statistic.MEAN, **columns):
    log = Recorder()
    x = list(range(len(values))) if x is None else x
    y = [30] * len(values) if y is None else y
    return *station_values(ValueRecords("t", "t2m", values, x, y, "EPSG:4326", **columns), statistic, log), log


def test_records_at_one_place_are_one_station():
    stations, count, log = read([1, 2, "6"], x=[110, 111, 110])
    assert (stations.names, stations.values.ravel().tolist(), count) == (("1", "2"), [3.5, 2], 3)
    assert stations.x.tolist() == [110, 111]
    assert log.warnings[0].startswith("1 stations have less than 90 %")


def test_records_of_one_name_are_one_station_and_moves_are_told():
    stations, _, log = read([1, 3], x=[110, 110.5], stations=["A", "A"])
    assert (stations.names, stations.values.tolist(), stations.x.tolist()) == (("A",), [[2]], [110])
    assert log.warnings == ["1 stations have records in several places; the first is taken: A."]


def test_missing_values_and_codes():
    stations, count, log = read([1, None, "", NAN, "-", 32766, -9999, 5], x=[110] * 8)
    assert (stations.values.tolist(), count) == ([[3]], 2)
    assert log.warnings == ["2 values of t2m are codes for no value (-9999, 32766) and are left out."]


def test_bad_cells_cost_their_record():
    _, count, log = read(["x"] + [1] * 39)
    assert count == 39
    assert '"x" (row 1)' in log.warnings[0]
    with pytest.raises(TableError, match='row 2: "x" is no number'):
        read([1, "x"])
    with pytest.raises(TableError, match='row 1: "soon" is no date'):
        read([1, 2], statistic=Statistic.YEARLY_SUM, dates=["soon", "2015"])


def test_records_without_a_point_are_left_out():
    stations, count, log = read([1, 2], x=[110, NAN])
    assert (stations.names, count) == (("1",), 1)
    assert "1 of 2 records have no point" in log.warnings[0]


def test_yearly_values_with_dates_as_numbers():
    stations, _, _ = read([100, 300], x=[110, 110], dates=[2015, 2016], statistic=Statistic.YEARLY_SUM)
    assert stations.values.tolist() == [[200]]


def test_elevations_are_means_of_what_is_known():
    stations, _, _ = read([1, 1, 1], x=[110, 110, 111], elevations=["100", -9999, None])
    assert stations.elevation[0] == 100
    assert np.isnan(stations.elevation[1])
