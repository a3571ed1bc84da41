"""What records say before they are counted: codes, wind fields, cells that cannot be read, doubtful units."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.stations.observations import Observations, read_observations, speed_factor_in
from carbon_service_flow.core.wind.direction_codes import USUAL_CODES, DirectionFormat
from carbon_service_flow.core.wind.reports.special_codes import parse_codes
from support.common import Recorder

DEGREES, CODE, COMPASS, TENS = DirectionFormat


def read(directions, how=DEGREES, codes=USUAL_CODES, stations=None, **columns):
    log = Recorder()
    stations = ["A"] * len(directions) if stations is None else stations
    return read_observations(Observations("obs", stations, directions, **columns), how, codes, log), log


def test_codes_of_a_service():
    reports, log = read([350, 999017, 999999, 10, 990, "VRB"], speeds=[2, 0.1, 999999, 3, 1, 1])
    assert np.nan_to_num(reports.directions, nan=-1).tolist() == [350, -1, -1, 10, -1, -1]
    assert np.flatnonzero(reports.calm).tolist() == [1]
    assert np.flatnonzero(reports.variable).tolist() == [4, 5]
    assert np.isnan(reports.speeds[2])
    assert log.warnings == []


def test_a_declared_code_of_directions_is_no_missing_speed():
    # 0 declared missing among directions is a calm among speeds.
    reports, _ = read([0, 90], codes=parse_codes("missing=0,7"), speeds=[0, 7])
    assert reports.speeds.tolist() == [0, 7]


def test_0_beside_360_is_calm_and_told():
    reports, log = read([0, 0, 360, 180])
    assert reports.calm.tolist() == [True, True, False, False]
    assert reports.directions[2] == 0
    assert log.warnings[0].startswith("2 directions are 0 beside 1 of 360: 0 is taken as calm")
    # Either alone is north.
    assert not read([0, 0, 180])[0].calm.any()
    assert not read([360, 360, 180])[0].calm.any()
    # Unless it is declared.
    reports, log = read([0, 360, 180], codes=parse_codes("north=0"))
    assert (reports.directions[0], reports.calm.any(), log.warnings) == (0, False, [])
    assert read([0, 180], codes=parse_codes("calm=0"))[0].calm.tolist() == [True, False]


def test_tens_of_degrees():
    reports, _ = read([27, "09", 36, 0, 99, 2.5], TENS)
    assert np.nan_to_num(reports.directions, nan=-1).tolist() == [270, 90, 0, -1, -1, 25]
    assert reports.calm.tolist() == [False, False, False, True, False, False]
    assert reports.variable.tolist() == [False, False, False, False, True, False]
    with pytest.raises(TableError, match="row 1: 270 is no wind direction in tens"):
        read([270], TENS)


def test_one_bad_cell_in_forty_is_left_out_and_told():
    reports, log = read([90] * 39 + [400], speeds=[1] * 38 + ["fast", 1], stations=[None] + ["A"] * 39)
    assert np.flatnonzero(reports.rejected).tolist() == [0, 38, 39]
    assert np.isnan(reports.directions[[0, 38, 39]]).all()
    text = " ".join(log.warnings)
    for part in ('"400" (row 40)', "CODES", '"fast" (row 39)', "no station", "row 1 first"):
        assert part in text


def test_an_unknown_code_above_the_limit_is_an_error_that_names_it():
    with pytest.raises(TableError, match=r"row 3: 777 is no wind direction .*2 of 4 records.*CODES"):
        read([90, 90, 777, 777])


def test_wind_fields_bring_their_speeds():
    cells = ["160,1,N,0046,1", "999,9,C,0000,1", "999,1,V,0021,1", "010,3,N,0030,1"]
    reports, log = read(cells, COMPASS)
    assert reports.directions[0] == 160
    assert (reports.calm.tolist(), reports.variable.tolist()) == (
        [False, True, False, False],
        [False, False, True, False],
    )
    assert reports.speeds.tolist() == [4.6, 0, 2.1, 3]
    assert "erroneous" in log.warnings[0]
    # The same field as speed, and a field of its own.
    assert read(cells, speeds=cells)[0].speeds.tolist() == [4.6, 0, 2.1, 3]
    assert read(cells, speeds=[1, 2, 3, 4])[0].speeds.tolist() == [1, 2, 3, 4]
    with pytest.raises(TableError, match=r'row 2: "160" is no wind field'):
        read([cells[0], "160", cells[2]])


def test_speeds_in_other_units():
    tenths = [13, 22, 31, 18, 25, 12, 40, 9, 17, 21]
    assert "0.1 m/s" in read([90] * 10, speeds=tenths)[1].warnings[0]
    assert read([90] * 10, speeds=[value / 10 for value in tenths])[1].warnings == []
    # Declared by the file.
    reports, log = read([90] * 10, speeds=tenths, speed_factor=0.1)
    assert reports.speeds == pytest.approx(np.array(tenths) / 10)
    assert log.warnings == []
    assert "km/h" in read([90, 100.5], speeds=[3, 4.5], speed_field="speed_kmh")[1].warnings[0]


@pytest.mark.parametrize(
    ("comment", "factor"),
    [
        ("# FH        = Uurgemiddelde windsnelheid (in 0.1 m/s). ", 0.1),
        ("# FH : Hourly mean wind speed (in 0,1 m/s)", 0.1),
        ("# fh = speed in m/s", 1.0),
        ("# FH = speed, km/h", 1 / 3.6),
        ("# FH = speed in knots", 1852 / 3600),
        ("# FH = speed", None),
        ("# FHX = speed (in 0.1 m/s)", None),
        ("# DD = direction; FH in m/s", None),
    ],
)
def test_units_in_comments(comment, factor):
    assert speed_factor_in(["# something", comment], "FH") == factor
