"""How zones and grid meet: cells per zone, cells with data, overlaps, the share of each zone that the grid covers.

    a zone of 4 cells, one of them without data, half of it beyond the grid's edge  ->  covered 0.5 * 3/4 = 0.375

The cells are counted along with whatever else a pass over the grid does (`run_with_coverage`): a `WithCoverage`
operation is given zones in which overlaps are marked, and hands them on without the marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..engine.operation import Block, Operation, Result, Sums
from ..engine.run import run
from ..errors import ZoneError
from ..progress import Progress
from ..raster.grid import Grid
from ..raster.sources import Source
from ..raster.targets import BandTarget
from .area_on_grid import LEAST_COVERED, share_within
from .features import some_names
from .messages import ZONE_OUTSIDE
from .unnamed import require_names
from .zonal_sums import ZoneRuns
from .zones import Zones

# So many zones partly on the grid are warned of one by one.
MOST_PARTLY_LISTED = 40
# What comes of cells with data that lie in no zone.
IN_TOTALS_ALONE = "the numbers of the whole raster hold them, the rows by zone do not"
WITHOUT_RESULT = "they have no value in the result"


@dataclass(frozen=True)
class ZoneCoverage:
    """How much of each zone lies on the grid.

    Attributes
    ----------
    cells : (zones,) int64, cells on the grid
    valid : (zones,) int64, those of them with data
    covered : (zones,) float64, 0-1, share of the zone's area on the grid, times the share of its cells with data
    unassigned_cells, unassigned_ha : cells with data that lie in no zone, and their area, ha
    """

    cells: np.ndarray
    valid: np.ndarray
    covered: np.ndarray
    unassigned_cells: int = 0
    unassigned_ha: float = 0.0


@dataclass(frozen=True)
class _CountedSums:
    """The sums of the operation itself, and the counts of the zones' cells."""

    own: Any
    counts: Sums

    def merge(self, other: _CountedSums) -> _CountedSums:
        own = self.own if self.own is None else self.own.merge(other.own)
        return _CountedSums(own, self.counts.merge(other.counts))


@dataclass(frozen=True)
class WithCoverage:
    """An operation, along with which the cells of the zones in band `zone_band` are counted.

    Attributes
    ----------
    operation : Operation, which sees the zones without the marks of overlaps
    zones : number of zones
    zone_band : position of the zones, with overlaps marked (`ZoneSource.overlaps`), among a block's bands
    data_bands : positions of the bands that say which cells have data: those that have it in all of them
    """

    operation: Operation
    zones: int
    zone_band: int
    data_bands: tuple[int, ...]

    def __call__(self, block: Block) -> Result:
        """Count a block, and apply the operation to it."""
        unmarked, runs = block, ZoneRuns.of(block, block.bands[self.zone_band], self.zones)
        overlap = int(runs.lengths[runs.position > self.zones].sum())
        if overlap:
            unmarked = _without_marks(block, self.zone_band, self.zones)
            runs = ZoneRuns.of(unmarked, unmarked.bands[self.zone_band], self.zones)
        cells = valid = runs.count()
        missing = ~unmarked.valid(*self.data_bands) if self.data_bands else None
        if missing is not None and missing.any():
            valid = cells - runs.count(missing)
        counts = Sums(
            cells=cells[: self.zones],
            valid=valid[: self.zones],
            overlap=overlap,
            unassigned=int(valid[self.zones]),
            unassigned_ha=_unassigned_ha(runs, int(valid[self.zones]), missing),
        )
        result = self.operation(unmarked)
        return Result(result.bands, _CountedSums(result.partial, counts))


def _unassigned_ha(runs: ZoneRuns, cells: int, missing: np.ndarray | None) -> float:
    """Return the area of the cells with data that lie in no zone; `cells` of them."""
    rows = runs.row_area_ha
    if not cells or (rows == rows[0]).all():
        return cells * float(rows[0])
    return float(runs.hectares(None if missing is None else ~missing)[runs.zones])


def _without_marks(block: Block, zone_band: int, zones: int) -> Block:
    bands = list(block.bands)
    zone = bands[zone_band]
    bands[zone_band] = np.ma.MaskedArray(np.where(zone.data > zones, zone.data - (zones + 1), zone.data), zone.mask)
    return replace(block, bands=tuple(bands))


def run_with_coverage(
    zones: Zones,
    operation: Operation,
    sources: Sequence[Source],
    grid: Grid,
    targets: Sequence[BandTarget] = (),
    *,
    progress: Progress | None = None,
    zone_band: int,
    data_bands: tuple[int, ...],
    unassigned: str = IN_TOTALS_ALONE,
    **engine: Any,
) -> tuple[Any, ZoneCoverage]:
    """Run an operation and measure the zones' coverage in one pass; warn as `measure_coverage` does.

    Parameters
    ----------
    zones : Zones
    operation : Operation
    sources : Source of each band; the one at `zone_band` is replaced by `zones` with overlaps marked
    grid : Grid
    targets : of the operation's bands
    progress : Progress
    zone_band : position of the zones among the sources
    data_bands : positions of the sources that say which cells have data (in all of them); empty for all cells
    unassigned : what a warning says comes of cells with data that lie in no zone; "" for no warning (there is none
        either where no band says which cells have data)
    **engine : further arguments of `run`

    Returns
    -------
    The operation's partial sums, and a ZoneCoverage

    Raises
    ------
    ZoneError
        When no zone meets the grid, or a polygon without a name owns cells with data, before anything is written.
    """
    progress = progress or Progress()
    source = replace(zones.source(grid), overlaps=True)
    share_on_grid = share_within(source.polygons)
    if not (share_on_grid > 0).any():
        raise ZoneError(ZONE_OUTSIDE, layer=zones.label, grid=grid.describe())
    require_names(zones, grid, [sources[band] for band in data_bands], progress)
    counting = WithCoverage(operation, len(zones), zone_band, data_bands)
    marked = list(sources)
    marked[zone_band] = source
    sums = run(counting, marked, grid, targets, progress, **engine)
    coverage = _coverage_of(zones, sums.counts, share_on_grid, progress)
    if unassigned and data_bands:
        cells, area_ha = coverage.unassigned_cells, coverage.unassigned_ha
        warn_of_unassigned(zones.label, cells, area_ha, progress, effect=unassigned)
    return sums.own, coverage


def warn_of_unassigned(
    label: str, cells: int, area_ha: float, progress: Progress, *, effect: str = IN_TOTALS_ALONE
) -> None:
    """Warn of cells with data that lie in no zone, if there are any.

    Parameters
    ----------
    label : the layer's name
    cells : how many
    area_ha : their area, ha
    progress : Progress
    effect : what comes of it
    """
    if cells:
        progress.warning(f"{cells} cells with data ({area_ha:.10g} ha) lie in no zone of {label}: {effect}.")


def measure_coverage(
    zones: Zones, grid: Grid, data: Source | Sequence[Source] | None, progress: Progress
) -> ZoneCoverage:
    """Count each zone's cells; warn of overlaps, of zones of which the grid covers less than 99 %, cells in no zone.

    Parameters
    ----------
    zones : Zones
    grid : Grid
    data : Source that says which cells have data, or several: those that have it in all of them; None for all
    progress : Progress

    Returns
    -------
    ZoneCoverage

    Raises
    ------
    ZoneError
        When no zone meets the grid.
    """
    given: list[Source] = [] if data is None else list(data) if isinstance(data, Sequence) else [data]
    sources = [zones.source(grid), *given]
    bands = tuple(range(1, len(sources)))
    return run_with_coverage(zones, _nothing, sources, grid, progress=progress, zone_band=0, data_bands=bands)[1]


def _nothing(block: Block) -> Result:  # noqa: ARG001 - an operation
    return Result()


def _coverage_of(zones: Zones, counts: Sums, share_on_grid: np.ndarray, progress: Progress) -> ZoneCoverage:
    if counts["overlap"]:
        progress.warning(
            f"Zones of {zones.label} overlap in {counts['overlap']} cells; such a cell counts for the zone drawn last."
        )
    cells, valid = counts["cells"], counts["valid"]
    covered = share_on_grid * np.divide(valid, cells, out=np.ones(len(zones)), where=cells > 0)
    drawn = np.zeros(len(zones), dtype=bool)
    drawn[[position for position, _ in zones.shapes]] = True
    off, small = share_on_grid == 0, (share_on_grid > 0) & (cells == 0)
    for which, text in (
        (off & drawn, "Zones of {layer} that do not meet the grid: {names}."),
        (small, "Zones of {layer} that hold no centre of a cell, and so have no cells: {names}. Use smaller cells."),
        ((cells > 0) & (valid == 0), "Zones of {layer} without a cell with data: {names}."),
    ):
        names = [name for name, told in zip(zones.names, which) if told]
        if names:
            progress.warning(text.format(layer=zones.label, names=some_names(names)))
    partly = list(np.flatnonzero((covered < LEAST_COVERED) & (valid > 0)))
    for index in partly[:MOST_PARTLY_LISTED]:
        progress.warning(f"The grid covers only {100 * covered[index]:.2f} % of zone {zones.names[index]}.")
    if len(partly) > MOST_PARTLY_LISTED:
        progress.warning(
            f"The grid covers less than 99 % of {len(partly) - MOST_PARTLY_LISTED} more zones of {zones.label}."
        )
    return ZoneCoverage(cells, valid, covered, int(counts["unassigned"]), float(counts["unassigned_ha"]))
