"""What is said of reports in steps."""

from __future__ import annotations

import numpy as np
from carbon_service_flow.core.stations.report_steps import warn_of_steps
from carbon_service_flow.core.wind.direction_codes import DirectionFormat
from carbon_service_flow.core.wind.direction_steps import StepHandling
from support.common import Recorder


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
