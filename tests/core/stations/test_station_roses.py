"""Observations to the prevailing wind of stations: formats, calms, oddities, laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.errors import ParameterError, TableError
from carbon_service_flow.core.stations.observations import Observations
from carbon_service_flow.core.stations.station_roses import prevailing_at_stations
from carbon_service_flow.core.wind.direction_codes import DirectionFormat
from carbon_service_flow.core.wind.directions import ROSE_FIELDS, SECTOR_NAMES
from carbon_service_flow.core.wind.reports.direction_steps import StepHandling
from hypothesis import given, settings
from hypothesis import strategies as st
from support.common import Recorder

DEGREES, CODE, COMPASS, TENS = DirectionFormat


def one(directions, how=DEGREES, calm_below=0.3, log=None, **columns):
    """The row of a single station."""
    observed = Observations("obs", ["A"] * len(directions), directions, **columns)
    (row,) = prevailing_at_stations(observed, how, calm_below, log).rows()
    return row


def test_350_and_10_are_north():
    row = one([350, 10, 350.0, "10"])
    assert row["prevailing_dir"] == 0
    assert row["prevailing_freq"] == 1
    assert min(row["resultant_dir"], 360 - row["resultant_dir"]) < 1e-9
    assert row["constancy"] == pytest.approx(math.cos(math.radians(10)))
    assert row["mean_speed"] is None


def test_worked_station_with_speeds():
    # E 1 m/s, E 3 m/s, N 1 m/s, calm 0: vectors (-1,0) (-3,0) (0,-1); |sum| = sqrt 17, speeds sum to 5 over 4 records
    row = one([90, 90, 0, 180], speeds=[1, "3.0", 1, 0])
    assert row["records"] == 4
    assert (row["prevailing_dir"], row["prevailing_freq"]) == (90, 0.5)
    assert (row["f_e"], row["f_n"], row["f_s"], row["calm_freq"]) == (0.5, 0.25, 0, 0.25)
    assert row["mean_speed"] == 1.25
    assert row["constancy"] == pytest.approx(math.sqrt(17) / 5)
    assert row["resultant_dir"] == pytest.approx(math.degrees(math.atan2(4, 1)))


def test_codes_and_calm_17():
    row = one([1, 2, "16", 17, 17, 32766, 32744], CODE)
    assert row["records"] == 5
    assert (row["f_n"], row["f_nne"], row["f_nnw"], row["calm_freq"]) == (0.2, 0.2, 0.2, 0.4)
    assert row["prevailing_dir"] == 0  # a tie of three sectors: the first clockwise from north


def test_calm_by_direction_flag_or_speed():
    row = one(["C", 90, None, 45, 270], speeds=[None, 0.2, 0, 5, 2], calms=[0, 0, 0, 1, None])
    # C; 0.2 m/s from E; no direction at 0 m/s; flagged (in spite of 5 m/s); W 2 m/s
    assert row["records"] == 5
    assert (row["calm_freq"], row["f_w"]) == (0.8, 0.2)
    assert row["mean_speed"] == pytest.approx((0 + 0.2 + 0 + 5 + 2) / 5)
    # The light wind has its vector, the others calm have none: (-0.2 + 2, 0).
    assert row["constancy"] == pytest.approx(1.8 / 7.2)
    assert row["resultant_dir"] == pytest.approx(270)


def test_calm_flags_may_be_text():
    row = one([90] * 8, calms=["1", "true", True, 1.0, "0", "False", 0.0, None])
    assert row["calm_freq"] == 0.5


def test_a_station_with_only_calm_has_no_prevailing_wind():
    log = Recorder()
    row = one([17, 17], CODE, log=log)
    assert row["prevailing_dir"] is None
    assert row["prevailing_freq"] is None
    assert row["resultant_dir"] is None
    assert row["constancy"] is None
    assert row["calm_freq"] == 1
    assert any("always calm" in text and "A" in text for text in log.warnings)


def test_direction_without_speed_is_in_the_rose_only():
    log = Recorder()
    row = one([90, 180], speeds=[2, None], log=log)
    assert (row["f_e"], row["f_s"], row["mean_speed"], row["resultant_dir"]) == (0.5, 0.5, 2, 90)
    assert any("direction but no speed" in text for text in log.warnings)


@pytest.mark.parametrize(
    ("value", "how", "part"),
    [
        (361, DEGREES, "361 is no wind direction"),
        (-5, DEGREES, "-5 is no wind direction"),
        ("abc", DEGREES, "abc is no wind direction"),
        (math.inf, DEGREES, "inf is no"),
        (0, CODE, "0 is no 16-sector code"),
        (18, CODE, "18 is no"),
        (2.5, CODE, "2.5 is no"),
        ("NNN", COMPASS, '"NNN" is no compass'),
        (90, COMPASS, '"90" is no compass'),
    ],
)
def test_impossible_directions_name_the_row(value, how, part):
    good = {DEGREES: 90, CODE: 1, COMPASS: "N"}[how]
    with pytest.raises(TableError, match=f"obs, row 3: .*{part}"):
        one([good, good, value], how)
    observed = Observations("obs", ["A"], [value], rows=[77])
    with pytest.raises(TableError, match="row 77"):
        prevailing_at_stations(observed, how)


@pytest.mark.parametrize("speed", [-1, "fast", math.inf])
def test_impossible_speeds_name_the_row(speed):
    with pytest.raises(TableError, match=r"obs, row 2: .* is no wind speed"):
        one([1, 2], speeds=[1, speed])


def test_missing_codes_are_counted_not_used():
    log = Recorder()
    row = one([90, 999, -9999, 32766, None, "", float("nan")], speeds=[1, 1, 1, 1, 1, 1, 32766], log=log)
    assert row["records"] == 1
    assert any(text.startswith("6 of 7 records have no direction") for text in log.warnings)


def test_stations_without_records_are_named_and_none_is_an_error():
    log = Recorder()
    observed = Observations("obs", ["B", "A", "B"], [None, 90, None])
    stations = prevailing_at_stations(observed, DEGREES, progress=log)
    assert stations.names == ("A",)
    assert any("no usable record: B." in text for text in log.warnings)
    with pytest.raises(TableError, match="no usable wind observation"):
        one([None, 999])
    with pytest.raises(TableError, match="no usable"):
        prevailing_at_stations(Observations("obs", [], []), DEGREES)
    with pytest.raises(TableError, match="row 2: the station is empty"):
        prevailing_at_stations(Observations("obs", ["A", None], [1, 2]), DEGREES)
    with pytest.raises(ParameterError):
        one([1], calm_below=-1)


@pytest.mark.parametrize(
    ("directions", "columns", "hint"),
    [
        ([0.5, 3.14, 6.28], {}, "radians"),
        ([1, 17, 9], {}, "sector codes"),
        ([0, 0, 90, 200], {}, "0 for calm"),
        ([90], {"direction_field": "wind_to"}, "blows to"),
        ([90, 90.5], {"times": ["2015-01-01", "2015-01-01"]}, "repeat the station and time"),
        ([90, 100], {"x": [1, 2], "y": [3, 3]}, "several places"),
        ([90, 90], {"speeds": [55, 60]}, "0.1 m/s"),
        (["C", 90], {"speeds": [4, 5]}, "say calm"),
    ],
)
def test_hints(directions, columns, hint):
    log = Recorder()
    one(directions, log=log, **columns)
    assert [text for text in log.warnings if hint in text], log.warnings


def test_no_hints_for_ordinary_data():
    log = Recorder()
    one([90, 10, 200.5, 350], speeds=[1, 2, 3, 4], times=[1, 2, 3, 4], log=log, direction_field="wind_dir")
    assert log.warnings == []


def test_places_and_numeric_station_names():
    observed = Observations("obs", [54511.0, "54511", 2], [1, 2, 3], x=[116.5, 116.5, 120], y=[39.8, 39.8, 30])
    stations = prevailing_at_stations(observed, DEGREES)
    assert stations.names == ("54511", "2")
    assert stations.x.tolist() == [116.5, 120]
    assert [row["records"] for row in stations.rows()] == [2, 1]
    assert list(stations.rows()[0])[:8] == [
        "station",
        "records",
        "prevailing_dir",
        "prevailing_freq",
        "resultant_dir",
        "constancy",
        "mean_speed",
        "calm_freq",
    ]
    assert list(stations.rows()[0])[8:] == list(ROSE_FIELDS[:16])


record = st.tuples(
    st.sampled_from("ABC"),
    st.one_of(st.integers(0, 359), st.just("C"), st.none()),
    st.one_of(st.none(), st.floats(0, 20)),
)


def reference(records, calm_below):
    """Per station: (counts, sum u, sum v, sum of speeds, measured), record by record."""
    found = {}
    for station, direction, speed in records:
        entry = found.setdefault(station, [[0] * 17, 0.0, 0.0, 0.0, 0])
        light = speed is not None and (speed == 0 or speed < calm_below)
        if direction == "C" or light:
            entry[0][16] += 1
        elif direction is None:
            continue
        else:
            entry[0][int((direction + 11.25) // 22.5) % 16] += 1
            if speed is None:
                continue
        speed = speed or 0.0
        angle = math.radians(direction) if isinstance(direction, int) else None
        entry[1] -= speed * math.sin(angle) if angle is not None else 0
        entry[2] -= speed * math.cos(angle) if angle is not None else 0
        entry[3] += speed
        entry[4] += 1
    return {station: entry for station, entry in found.items() if sum(entry[0])}


@settings(max_examples=60, deadline=None)
@given(st.lists(record, min_size=1, max_size=40), st.randoms())
def test_against_a_reference_in_any_order(records, random):
    expected = reference(records, 0.3)
    if not expected:
        return
    random.shuffle(records)
    stations, directions, speeds = zip(*records)
    found = prevailing_at_stations(Observations("obs", stations, directions, speeds), DEGREES, 0.3)
    assert set(found.names) == set(expected)
    for row in found.rows():
        counts, u, v, speed, measured = expected[row["station"]]
        n = sum(counts)
        assert row["records"] == n
        assert [row[field] for field in ROSE_FIELDS] == pytest.approx([c / n for c in counts])
        assert sum(row[field] for field in ROSE_FIELDS) == pytest.approx(1)
        if measured:
            assert row["mean_speed"] == pytest.approx(speed / measured)
        if speed > 0:
            assert row["constancy"] == pytest.approx(math.hypot(u, v) / speed, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 16), min_size=1, max_size=30), st.integers(0, 15))
def test_turning_all_observations_turns_the_rose(codes, turn):
    turned = one([(code - 1 + turn) % 16 + 1 for code in codes], CODE)
    row = one(codes, CODE)
    rose = [row[field] for field in ROSE_FIELDS[:16]]
    assert [turned[field] for field in ROSE_FIELDS[:16]] == np.roll(rose, turn).tolist()


@given(st.lists(st.integers(1, 17), min_size=1, max_size=30))
def test_three_formats_agree(codes):
    letters = [(*SECTOR_NAMES, "C")[code - 1] for code in codes]
    degrees = ["C" if code == 17 else (code - 1) * 22.5 for code in codes]
    assert one(codes, CODE) == one(letters, COMPASS) == one(degrees, DEGREES)


def warnings_of(directions, **columns):
    log = Recorder()
    one(directions, log=log, **columns)
    return log.warnings


def test_records_that_say_calm_and_have_no_wind_are_not_doubtful():
    assert warnings_of(["C", "C", 90], speeds=[0.1, None, 5]) == []
    assert warnings_of(["C", "C", 90], speeds=[0.3, 4, 5])[0].startswith("2 records say calm but have a speed of 0.3")


def test_a_record_flagged_as_calm_lacks_no_speed():
    assert warnings_of([90, 180], speeds=[None, 2], calms=[1, 0]) == []
    assert warnings_of([90, 180], speeds=[None, 2])[0].startswith("1 records have a direction but no speed")


def test_a_speed_without_direction_is_in_no_mean():
    row = one([90, None], speeds=[2, 8])
    assert (row["records"], row["mean_speed"], row["constancy"]) == (1, 2, 1)


def test_calm_without_speeds_is_no_wind():
    # Without a speed field winds are 1 and calms 0: constancy of one wind and one calm is 1 / 1.
    row = one([90, "C"])
    assert (row["constancy"], row["resultant_dir"], row["mean_speed"]) == (1, 90, None)
    assert (row["f_e"], row["calm_freq"]) == (0.5, 0.5)


def test_speed_0_is_allowed_and_calm():
    row = one([90, 90], speeds=[0, 1], calm_below=0.0)
    assert (row["calm_freq"], row["mean_speed"]) == (0.5, 0.5)


def test_one_strong_wind_is_plausible():
    assert warnings_of([90, 90, 90], speeds=[1, 1, 60]) == []


def test_places_that_move_north_only_are_told_and_the_first_is_taken():
    log = Recorder()
    observed = Observations("obs", ["A", "B", "A"], [90, 100, 110], x=[5.0, 7, 5], y=[39.0, 30, 40])
    stations = prevailing_at_stations(observed, DEGREES, progress=log)
    assert (stations.x.tolist(), stations.y.tolist()) == ([5, 7], [39, 30])
    assert log.warnings == ["1 stations have records in several places; the first is taken: A."]


def test_repeated_records_are_counted_beyond_the_first():
    assert warnings_of([90, 90.5, 91, 92], times=["1", "1", "1", "2"])[-1].startswith("2 records repeat")


def test_only_stations_with_records_are_always_calm():
    log = Recorder()
    prevailing_at_stations(Observations("obs", ["A", "B", "C"], ["C", None, 90]), DEGREES, progress=log)
    assert "1 stations have no usable record: B." in log.warnings
    assert "1 stations are always calm and have no prevailing wind: A." in log.warnings


def test_ten_names_are_listed():
    log = Recorder()
    names = [f"S{k}" for k in range(13)]
    prevailing_at_stations(Observations("obs", names, [None] * 12 + [90]), DEGREES, progress=log)
    assert any(text.endswith("no usable record: " + ", ".join(names[:10]) + " and 2 more.") for text in log.warnings)


def test_ties_are_told():
    log = Recorder()
    prevailing_at_stations(Observations("obs", ["A", "A", "B"], [0, 90, 90]), DEGREES, progress=log)
    assert "At 1 stations several sectors are equally frequent" in log.infos[0]
    assert log.infos[0].endswith(": A.")


def test_station_names_that_are_fractions_keep_them():
    assert prevailing_at_stations(Observations("obs", [2.5, 2.0], [1, 1]), DEGREES).names == ("2.5", "2")


def row_of(directions, how=DEGREES, log=None, steps=StepHandling.AS_REPORTED, **columns):
    observed = Observations("obs", ["A"] * len(directions), directions, **columns)
    (row,) = prevailing_at_stations(observed, how, 0.3, log, steps=steps).rows()
    return row


def test_tens_around_east_north_east():
    # Symmetric about 70: 50 once, 60 twice, 70 three times, 80 twice, 90 once, and 40, 100, 180, 270 make eight values.
    # As reported ENE owns 60, 70: 5; E owns 80, 90, 100: 4; NE owns 40, 50: 2. Spread: 80 is 75 to 85, of which 3.75
    # degrees lie in ENE (to 78.75): 0.375 of a report; 60 is 55 to 65, of which 8.75 lie in it (from 56.25).
    directions = [50] + [60] * 2 + [70] * 3 + [80] * 2 + [90, 40, 100, 180, 270]
    log = Recorder()
    row = row_of(directions, log=log)
    assert (row["f_ene"], row["f_e"], row["f_ne"]) == (5 / 13, 4 / 13, 2 / 13)
    assert any("steps of 10 degrees" in text and "STEP" in text for text in log.warnings)
    shared = row_of(directions, steps=StepHandling.OVER_STEP)
    assert shared["f_ene"] == pytest.approx((2 * 0.875 + 3 + 2 * 0.375) / 13)
    assert shared["f_ne"] == pytest.approx((1 + 1 + 2 * 0.125) / 13)
    assert shared["records"] == 13
    assert (shared["resultant_dir"], shared["constancy"]) == (row["resultant_dir"], row["constancy"])


def test_letters_of_eight_points_spread_to_all_sectors():
    letters = ["N", "NE", "E", "SE", "S", "SW", "W", "NW", "C"] * 4
    log = Recorder()
    row = row_of(letters, COMPASS, log)
    assert (row["f_n"], row["f_nne"]) == (1 / 9, 0)
    assert any("letters of 8 points" in text and "STEP" in text for text in log.warnings)
    shared = row_of(letters, COMPASS, steps=StepHandling.OVER_STEP)
    assert [shared[field] for field in ROSE_FIELDS[:16]] == pytest.approx([1 / 18] * 16)
    assert shared["calm_freq"] == pytest.approx(1 / 9)


def test_variable_winds_are_no_records():
    log = Recorder()
    observed = Observations("obs", ["A"] * 4, [90, "VRB", 990, 990], [3, 2, 1, 0])
    winds = prevailing_at_stations(observed, DEGREES, 0.3, log)
    # The last is a calm by its speed.
    assert (winds.rows()[0]["records"], winds.variable) == (2, 2)
    assert log.warnings == ["2 of 4 records have a variable wind: they are no records of a direction and do not count."]


def test_rejected_records_count_nowhere():
    log = Recorder()
    observed = Observations("obs", ["A"] * 40, [90] * 38 + [500, 180], [2] * 39 + ["x"])
    winds = prevailing_at_stations(observed, DEGREES, 0.3, log)
    row = winds.rows()[0]
    assert (row["records"], row["f_e"], row["mean_speed"], winds.rejected) == (38, 1, 2, 2)
    assert not any("no direction" in text for text in log.warnings)


def test_a_rejected_record_is_no_calm_either():
    observed = Observations("obs", ["A"] * 40, [90] * 39 + [500], [2] * 39 + [0], calms=[0] * 39 + [1])
    assert prevailing_at_stations(observed, DEGREES).rows()[0]["calm_freq"] == 0


def test_records_without_a_station_are_no_station():
    log = Recorder()
    observed = Observations("obs", [None] + ["A"] * 39, [90] * 40)
    winds = prevailing_at_stations(observed, DEGREES, 0.3, log)
    assert (winds.names, winds.rows()[0]["records"], winds.rejected) == (("A",), 39, 1)
    assert not any("no usable record" in text for text in log.warnings)
