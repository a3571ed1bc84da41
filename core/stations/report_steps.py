"""What is told of directions that stations report in steps; see `wind.direction_steps`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..progress import Progress
from ..wind.direction_codes import DirectionFormat
from ..wind.direction_steps import StepHandling, is_unequal, values_per_sector

# Steps from which sectors stay empty: those between the eight points.
EIGHT_POINTS_DEG = 45.0
MOST_NAMES = 10


def warn_of_steps(
    widths: np.ndarray,
    stations: np.ndarray,
    names: Sequence[str],
    steps: StepHandling,
    how: DirectionFormat,
    progress: Progress,
) -> None:
    """Warn of steps that make a rose wrong, or log that reports are shared over them.

    Parameters
    ----------
    widths : (n,) float64, degrees, as `step_widths` returns them
    stations : (n,) int, the station of each report
    names : (S,) sequence of str, of the stations
    steps : StepHandling
    how : DirectionFormat
    progress : Progress
    """
    used = [float(step) for step in np.unique(widths[widths > 0])]
    if steps is StepHandling.OVER_STEP:
        if not used:
            progress.warning("STEP: no step of the directions can be recognised; they count as reported.")
        for step in used:
            progress.info(
                f"{int((widths == step).sum())} directions in steps of {step:g} degrees are spread over them."
            )
        return
    for step in filter(is_unequal, used):
        mine = np.unique(stations[widths == step])
        where = ""
        if len(mine) < len(np.unique(stations)):
            more = f" and {len(mine) - MOST_NAMES} more" if len(mine) > MOST_NAMES else ""
            where = f" at {len(mine)} stations ({', '.join(names[k] for k in mine[:MOST_NAMES])}{more})"
        reported = f"Directions are reported in steps of {step:g} degrees{where}"
        if step >= EIGHT_POINTS_DEG:
            points = round(360 / step)
            written = f"letters of {points} points" if how is DirectionFormat.COMPASS else f"{points} points"
            progress.warning(
                f"{reported}: winds of {written} cannot be told apart finer than that, and the sectors between them "
                "(NNE, ENE, ...) stay empty. STEP 1 (spread over the step) shares each report among the sectors it "
                "stands for."
            )
            continue
        fewest, most = values_per_sector(step)
        progress.warning(
            f"{reported}: of the 16 sectors some own {fewest} of these values and others {most}, and look more "
            "frequent for that. STEP 1 (spread over the step) shares each report among the sectors it stands for."
        )
