"""What the log says of a series' times, and the warning where its steps are means.

>>> report_times([datetime(2020, 1, 1), datetime(2020, 1, 1, 6)], "", Progress())
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ...progress import Progress
from .step_times import Spacing

MEANS = (
    "Opposite winds cancel in a mean: prevailing direction, rose and constancy are then those of the means and not of "
    "the wind, and constancy comes out too high. Take hourly or 6-hourly winds."
)
# Days of a period that is called a year; a season this many times as often there as another is told.
SHORT_YEAR, UNEQUAL_SEASONS = 360, 1.2


def report_times(known: Sequence[datetime | None], mean: str, progress: Progress) -> None:
    """Log the period and its gaps; warn of steps that are no winds of an hour but means.

    Parameters
    ----------
    known : (steps,) sequence of datetime or None
    mean : str
        What the files say of being means over time, "" when they do not.
    progress : Progress
    """
    times = [time for time in known if time is not None]
    spacing = Spacing.of(times) if len(set(times)) > 1 and len(times) == len(known) else None
    if spacing is not None:
        progress.info(f"Wind {spacing.describe()}.")
        progress.factor("wind series", "time steps", len(known), "1", detail=spacing.describe())
    if spacing is not None and spacing.kind == "monthly":
        progress.warning(f"The steps are months apart: monthly means, it seems{_in_brackets(mean)}. {MEANS}")
    elif spacing is not None and spacing.kind == "daily":
        progress.warning(
            f"The steps are {spacing.step_hours:g} hours apart: daily means{_in_brackets(mean)}, or one hour of each "
            f"day, which has a wind of its own. {MEANS}"
        )
    elif spacing is None and mean:
        progress.warning(f"The steps are means over time{_in_brackets(mean)}. {MEANS}")
    elif not times and len(known) == 12:
        progress.warning(f"There are 12 steps without times. If they are monthly means: {MEANS}")
    if spacing is not None and not spacing.kind:
        _report_seasons(times, progress)


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def _report_seasons(times: list[datetime], progress: Progress) -> None:
    """Log a period of part of a year, or whose seasons do not count the same."""
    if (max(times) - min(times)).days < SHORT_YEAR:
        progress.info("The period is shorter than a year: winds of its other seasons are not in it.")
        return
    counts = [sum(time.month % 12 // 3 == season for time in times) for season in range(4)]
    if max(counts) > UNEQUAL_SEASONS * min(counts):
        names = zip(("December to February", "March to May", "June to August", "September to November"), counts)
        progress.info("Steps by season: " + ", ".join(f"{name} {count}" for name, count in names) + ".")
