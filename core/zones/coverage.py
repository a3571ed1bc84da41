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
from osgeo import ogr, osr

from ..engine.operation import Block, Operation, Result, Sums
from ..engine.run import run
from ..errors import ZoneError
from ..progress import Progress
from ..raster.crs import coordinate_transformation
from ..raster.grid import Grid
from ..raster.sources import Source
from ..raster.targets import BandTarget
from .features import some_names
from .messages import AREA_OUTSIDE, AREA_WITHOUT_DATA, ZONE_OUTSIDE
from .polygons import Polygons
from .unnamed import require_names
from .zonal_sums import ZoneRuns
from .zones import Zones, valid_geometry

# A zone of which the grid covers less is warned of; so many of them one by one.
LEAST_COVERED = 0.99
MOST_PARTLY_LISTED = 40


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
    warn_unassigned: bool = True,
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
    warn_unassigned : warn of cells with data that lie in no zone (never where no band says which have data)
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
    share_on_grid = _share_within(source.polygons)
    if not (share_on_grid > 0).any():
        raise ZoneError(ZONE_OUTSIDE, layer=zones.label, grid=grid.describe())
    require_names(zones, grid, [sources[band] for band in data_bands], progress)
    counting = WithCoverage(operation, len(zones), zone_band, data_bands)
    marked = list(sources)
    marked[zone_band] = source
    sums = run(counting, marked, grid, targets, progress, **engine)
    coverage = _coverage_of(zones, sums.counts, share_on_grid, progress)
    if warn_unassigned and data_bands:
        warn_of_unassigned(zones.label, coverage.unassigned_cells, coverage.unassigned_ha, progress)
    return sums.own, coverage


def warn_of_unassigned(label: str, cells: int, area_ha: float, progress: Progress) -> None:
    """Warn of cells with data that lie in no zone, if there are any.

    Parameters
    ----------
    label : the layer's name
    cells : how many
    area_ha : their area, ha
    progress : Progress
    """
    if cells:
        progress.warning(
            f"{cells} cells with data ({area_ha:.10g} ha) lie in no zone of {label}: the numbers of the whole raster "
            "hold them, the rows by zone do not."
        )


def check_area(area: Zones, grid: Grid, progress: Progress) -> None:
    """Warn of a study area of which the grid covers less than 99 %.

    Parameters
    ----------
    area : Zones
    grid : Grid
    progress : Progress

    Raises
    ------
    ZoneError
        When it does not meet the grid.
    """
    polygons = area.source(grid).polygons
    total, within = _areas_within(polygons)
    if not within.sum() > 0:
        raise ZoneError(AREA_OUTSIDE, layer=area.label, grid=grid.describe())
    share = within.sum() / total.sum()
    if share < LEAST_COVERED:
        progress.warning(f"The grid covers only {100 * share:.2f} % of the area {area.label}.")


def require_data_in(area: Zones, has_data: bool) -> None:
    """Refuse a study area in which no cell counted, once that is known.

    Parameters
    ----------
    area : Zones
    has_data : whether a cell with data has its centre in the area

    Raises
    ------
    ZoneError
        When none has.
    """
    if not has_data:
        raise ZoneError(AREA_WITHOUT_DATA, layer=area.label)


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


def _share_within(polygons: Polygons) -> np.ndarray:
    """Return the share of each zone's area within the grid's rectangle, measured in an equal-area projection."""
    total, within = _areas_within(polygons)
    return np.divide(within, total, out=np.zeros(polygons.zones), where=total > 0)


def _areas_within(polygons: Polygons) -> tuple[np.ndarray, np.ndarray]:
    """Return each zone's area, and that within the grid's rectangle, (zones,); 1 and 1 for a zone all in it."""
    xmin, ymin, xmax, ymax = polygons.grid.extent
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ((xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax), (xmin, ymin)):
        ring.AddPoint_2D(x, y)
    frame = ogr.Geometry(ogr.wkbPolygon)
    frame.AddGeometry(ring)
    total, within = np.zeros(polygons.zones), np.zeros(polygons.zones)
    flatten = _equal_area(polygons.grid)
    left, right, low, high = polygons.envelopes.T
    beyond = (left < xmin) | (right > xmax) | (low < ymin) | (high > ymax)
    # What has an area and lies inside needs no geometry made valid.
    shapes = list(zip(polygons.positions, polygons.geometries))
    astride = {position for (position, shape), out in zip(shapes, beyond) if out or not shape.Area()}
    for position, shape in shapes:
        if position not in astride:
            total[position] = within[position] = 1.0
            continue
        geometry = valid_geometry(shape)
        common = geometry if frame.Contains(geometry) else frame.Intersection(geometry)
        total[position] += _area(geometry, flatten)
        within[position] += _area(common, flatten) if common is not None else 0.0
    return total, within


def _equal_area(grid: Grid) -> osr.CoordinateTransformation | None:
    if not grid.is_geographic:
        return None
    return coordinate_transformation(grid.crs, "+proj=cea +datum=WGS84")


def _area(geometry: ogr.Geometry, flatten: osr.CoordinateTransformation | None) -> float:
    if flatten is not None:
        geometry = geometry.Clone()
        geometry.Transform(flatten)
    return abs(geometry.Area())
