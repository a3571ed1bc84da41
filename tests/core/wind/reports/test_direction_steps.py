"""Steps of reported directions: recognised from values, never from few of them, and shared among sectors."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.wind.direction_codes import DirectionFormat
from carbon_service_flow.core.wind.reports.direction_steps import (
    StepHandling,
    is_unequal,
    report_step,
    sector_counts,
    sector_shares,
    step_widths,
    values_per_sector,
    warn_of_steps,
)
from hypothesis import given
from hypothesis import strategies as st
from support.common import Recorder

WIDE = [90.0, 45.0, 30.0, 22.5, 20.0, 15.0, 10.0, 5.0, 3.0, 2.0, 1.0]


@pytest.mark.parametrize("step", WIDE)
def test_uniform_reports_in_any_step_are_recognised_and_give_equal_sectors(step):
    directions = np.repeat(np.arange(0.0, 360.0, step), 30)
    assert report_step(directions) == step
    groups = np.zeros(len(directions), dtype=int)
    counts = sector_counts(directions, step_widths(directions, groups, 1), groups, 1)[0]
    assert counts == pytest.approx(len(directions) / 16, rel=1e-12)


@pytest.mark.parametrize(
    "directions",
    [
        [0.0, 90.0] * 200,
        [0.0, 45.0, 90.0] * 200,
        [10.0, 20.0, 30.0, 40.0, 50.0] * 50,
        [0.0, 45.0, 90.0, 135.0, 180.0],
        [],
    ],
)
def test_few_values_are_no_step(directions):
    assert report_step(np.array(directions)) == 0


def test_a_few_odd_values_hide_no_step_and_many_do():
    tens = np.repeat(np.arange(0.0, 360.0, 10.0), 10)
    odd = np.array([7.0, 123.0, 201.5])
    assert report_step(np.concatenate([tens, odd])) == 10
    assert report_step(np.concatenate([tens, np.arange(0.5, 40.0)])) == 0


def test_the_widest_step_is_that_of_the_reports_not_of_a_multiple():
    # Of five-degree reports half are multiples of ten.
    assert report_step(np.repeat(np.arange(0.0, 360.0, 5.0), 4)) == 5


def test_values_per_sector():
    # Ten degrees: N owns 350, 0, 10 and NNE 20, 30. Sixteen points: one each. Eight: every other none.
    assert values_per_sector(10.0) == (2, 3)
    assert values_per_sector(22.5) == (1, 1)
    assert values_per_sector(45.0) == (0, 1)
    assert [is_unequal(step) for step in (0.0, 1.0, 5.0, 10.0, 22.5, 30.0, 45.0)] == [
        False,
        False,
        True,
        True,
        False,
        True,
        True,
    ]


@pytest.mark.formula("steps")
def test_shares_of_a_letter_of_eight_points():
    # NE, 22.5 to 67.5: the clockwise half of NNE, all of NE, half of ENE.
    assert sector_shares(45.0, 45.0)[:5].tolist() == [0, 0.25, 0.5, 0.25, 0]
    # North reaches over the seam: 337.5 to 382.5.
    assert sector_shares(0.0, 45.0)[[15, 0, 1]].tolist() == [0.25, 0.5, 0.25]


@given(st.floats(0, 359.99), st.floats(0.5, 90))
def test_shares_sum_to_one_and_agree_with_many_points(direction, width):
    shares = sector_shares(direction, width)
    assert shares.sum() == pytest.approx(1)
    points = direction - width / 2 + width * (np.arange(4000) + 0.5) / 4000
    brute = np.bincount((np.floor((points + 11.25) / 22.5) % 16).astype(int), minlength=16) / 4000
    assert shares == pytest.approx(brute, abs=2e-3)


def test_stations_of_different_steps_have_their_own():
    tens, points = np.repeat(np.arange(0.0, 360.0, 10.0), 4), np.repeat(np.arange(0.0, 360.0, 22.5), 9)
    directions, groups = np.concatenate([tens, points]), np.repeat([0, 1], [len(tens), len(points)])
    widths = step_widths(directions, groups, 2)
    assert set(widths[groups == 0]) == {10.0}
    assert set(widths[groups == 1]) == {22.5}
    counts = sector_counts(directions, widths, groups, 2)
    assert counts[0] == pytest.approx(np.full(16, 9.0))
    assert counts[1].tolist() == [9.0] * 16


def test_a_station_of_every_degree_hides_no_tens_of_another():
    tens, degrees = np.repeat(np.arange(0.0, 360.0, 10.0), 4), np.arange(0.0, 360.0)
    directions, groups = np.concatenate([tens, degrees]), np.repeat([0, 1], [len(tens), len(degrees)])
    widths = step_widths(directions, groups, 3)
    assert (set(widths[groups == 0]), set(widths[groups == 1])) == ({10.0}, {1.0})


def test_odd_reports_stay_where_they_are():
    directions = np.concatenate([np.repeat(np.arange(0.0, 360.0, 10.0), 10), [11.0]])
    groups = np.zeros(len(directions), dtype=int)
    widths = step_widths(directions, groups, 1)
    assert widths[-1] == 0
    counts = sector_counts(directions, widths, groups, 1)[0]
    assert counts[0] == pytest.approx(22.5 + 1)


def test_a_way_of_writing_has_its_step_without_evidence():
    assert step_widths(np.array([270.0]), np.array([0]), 1, 10.0).tolist() == [10.0]


def said(widths, steps=StepHandling.AS_REPORTED, how=DirectionFormat.DEGREES, stations=None, names=("A", "B")):
    log = Recorder()
    widths = np.array(widths, dtype=float)
    stations = np.zeros(len(widths), dtype=int) if stations is None else np.array(stations)
    warn_of_steps(widths, stations, names, steps, how, log)
    return log


def test_steps_are_named_with_the_cure():
    (text,) = said([10.0, 10, 0]).warnings
    for part in ("steps of 10 degrees", "some own 2 of these values and others 3", "STEP"):
        assert part in text
    assert "at 1 stations" not in text


def test_letters_of_eight_points():
    (text,) = said([45.0], how=DirectionFormat.COMPASS).warnings
    for part in ("letters of 8 points", "cannot be told apart finer", "STEP"):
        assert part in text
    assert "letters" not in said([45.0]).warnings[0]


def test_steps_that_sectors_own_alike_are_none():
    assert said([22.5, 0, 1.0]).warnings == []


def test_stations_are_named_when_not_all_are_meant():
    (text,) = said([10.0, 0], stations=[1, 0]).warnings
    assert "at 1 stations (B)" in text


def test_what_was_shared_is_logged_and_nothing_to_share_is_told():
    log = said([10.0, 10, 0], StepHandling.OVER_STEP)
    assert (log.warnings, log.infos) == ([], ["2 directions in steps of 10 degrees are spread over them."])
    assert "no step" in said([0.0], StepHandling.OVER_STEP).warnings[0]
