"""What is said of a series' times."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from carbon_service_flow.core.wind.fields.time_report import report_times
from support.common import Recorder

START = datetime(2020, 1, 1)


def heard_of(hours, mean=""):
    heard = Recorder()
    report_times([None if hour is None else START + timedelta(hours=hour) for hour in hours], mean, heard)
    return heard


def test_hours_are_logged_and_recorded_without_a_warning():
    heard = heard_of([0, 1, 2, 5])
    span = "from 2020-01-01 00:00:00 to 2020-01-01 05:00:00 UTC, every 1 h; 2 steps in between are missing, "
    span += "the first after 2020-01-01 02:00:00"
    assert heard.infos == [
        f"Wind {span}.",
        "The period is shorter than a year: winds of its other seasons are not in it.",
    ]
    assert [(one.name, one.value, one.detail) for one in heard.factors] == [("time steps", 4, span)]
    assert heard.warnings == []


@pytest.mark.parametrize(("left_out", "told"), [(0, False), (500, True)])
def test_seasons_that_do_not_count_the_same_are_told(left_out, told):
    """A year of 6 h; 500 of 1464 steps left out from day 60 on are spring and summer."""
    heard = heard_of([6 * k for k in range(1464) if not 240 <= k < 240 + left_out])
    # December, January and February of 2020 have 31 + 31 + 29 days of 4 steps.
    assert any("Steps by season: December to February 364, March" in text for text in heard.infos) is told
    assert not any("shorter than a year" in text for text in heard.infos)


@pytest.mark.parametrize(
    ("step", "mean", "words"),
    [
        (730, "", "months apart: monthly means, it seems. Opposite"),
        (24, "", "24 hours apart: daily means, or one hour of each day"),
        (24, "cell_methods time: mean", "daily means (cell_methods time: mean)"),
        (6, "", ""),
        # Means over an hour are winds of that hour.
        (1, "cell_methods time: mean", ""),
    ],
)
def test_means_are_warned_of_by_their_steps(step, mean, words):
    heard = heard_of([step * k for k in range(12)], mean)
    assert len(heard.warnings) == bool(words)
    assert words in "".join(heard.warnings)
    assert ("constancy comes out too high" in "".join(heard.warnings)) == bool(words)


def test_steps_without_times():
    assert heard_of([None] * 13).warnings == []
    assert "12 steps without times. If they are monthly means" in heard_of([None] * 12).warnings[0]
    assert "The steps are means over time (stepType avgua)" in heard_of([None] * 12, "stepType avgua").warnings[0]
    # Two times of three say nothing of how far steps are apart.
    assert heard_of([0, 24, None]).warnings == []
