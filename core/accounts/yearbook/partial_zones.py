"""Totals of zones that are not all on the grid: all of the total for the part that is, or that part's share of it.

    2000 t of a zone of 9 cells, 2 of them on the grid and with data   ->   2000 t, or 2000 * 2/9 = 444.4 t

The share is the area of the zone's cells that exist and have data, by the area of those that its polygon would own if
the grid went on; exactly 1 where that is all of them.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from enum import IntEnum

import numpy as np

from ...progress import Progress
from ...raster.grid import Grid
from ...zones.area_on_grid import LEAST_COVERED
from ...zones.coverage import ZoneCoverage
from ...zones.zone_extents import areas_beyond_ha
from ...zones.zones import Zones
from ..allocation import ProxySums, amounts_of

# What the totals are counted in, for warnings.
TOTALS_UNIT = "t C"


class PartialZones(IntEnum):
    """What the cells of a zone that is not all on the grid get of its total; numbers as in PARTIAL_ZONES."""

    WHOLE_TOTAL = 0
    COVERED_SHARE = 1


def covered_totals(
    totals: np.ndarray,
    sources: Sequence[str],
    zones: Zones,
    grid: Grid,
    *,
    partial: PartialZones,
    sums: ProxySums,
    coverage: ZoneCoverage,
    interior: Container[int],
    progress: Progress,
) -> np.ndarray:
    """Return the totals that the cells of each zone get.

    Parameters
    ----------
    totals : (sources, zones) float64, t C
    sources : names
    zones : Zones
    grid : Grid
    partial : PartialZones
    sums : ProxySums of all blocks: `area`, usable cells; `zone_area`, all cells of a zone on the grid
    coverage : ZoneCoverage
    interior : zones whose interior point lies on the grid
    progress : Progress
        Told of each zone of which less than `LEAST_COVERED` is there, or that loses a part of its total.

    Returns
    -------
    (sources, zones) float64, t C
    """
    sum_of_zone = totals.sum(axis=0)
    if partial == PartialZones.WHOLE_TOTAL:
        cure = "PARTIAL_ZONES 1 gives it that share of the total."
        warn_of_partial_zones(
            sum_of_zone, zones.names, coverage.covered, unit=TOTALS_UNIT, cure=cure, progress=progress
        )
        return totals
    # Of zones that lie all beyond the grid, however far, it is not asked how large they are.
    near = (coverage.cells > 0) | np.array([zone in interior for zone in range(len(zones))], dtype=bool)
    wanted = (sum_of_zone > 0) & near
    own_area = sums["zone_area"][: len(zones)] + areas_beyond_ha(zones, grid, wanted, progress)
    share = np.divide(sums["area"][: len(zones)], own_area, out=np.ones(len(zones)), where=wanted & (own_area > 0))
    # The two areas are sums of the same numbers, in another order.
    share[share > 1 - 1e-12] = 1.0
    for zone in np.flatnonzero(share < 1):
        lost = (1 - share[zone]) * totals[:, zone]
        progress.warning(
            f"Zone {zones.names[zone]}: {100 * share[zone]:.2f} % of it is on the grid and has data, and gets that "
            f"share of its total of {sum_of_zone[zone]:.10g} {TOTALS_UNIT}: {lost.sum():.10g} are left out "
            f"({amounts_of(sources, lost, TOTALS_UNIT)})."
        )
    return totals * share


def warn_of_partial_zones(
    totals: np.ndarray, zones: Sequence[str], covered: np.ndarray, *, unit: str, cure: str, progress: Progress
) -> None:
    """Warn of totals of a whole zone that its part on the grid gets.

    Parameters
    ----------
    totals : (zones,) float64
    zones : names
    covered : (zones,) float64, 0-1, share of each zone that is on the grid and has data
    unit : of the totals
    cure : what to do
    progress : Progress
    """
    unit = f" {unit}" if unit else ""
    for name, total, share in zip(zones, totals, covered):
        if total and 0 < share < LEAST_COVERED:
            progress.warning(
                f"Zone {name}: its whole total of {total:.10g}{unit} goes to the {100 * share:.2f} % of it that is on "
                f"the grid and has data, where the density is then {1 / share:.3g} times the zone's. {cure}"
            )
