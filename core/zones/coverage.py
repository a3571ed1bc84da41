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
from ..raster.grid import Grid, spatial_reference
from ..raster.sources import Source
from ..raster.targets import BandTarget
from .messages import ZONE_OUTSIDE
from .polygons import Polygons
from .zonal_sums import ZoneRuns
from .zones import Zones, valid_geometry


@dataclass(frozen=True)
class ZoneCoverage:
    """How much of each zone lies on the grid.

    Attributes
    ----------
    cells : (zones,) int64, cells on the grid
    valid : (zones,) int64, those of them with data
    covered : (zones,) float64, 0-1, share of the zone's area on the grid, times the share of its cells with data
    """

    cells: np.ndarray
    valid: np.ndarray
    covered: np.ndarray


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
    data_band : position of the band that says which cells have data, or None
    """

    operation: Operation
    zones: int
    zone_band: int
    data_band: int | None

    def __call__(self, block: Block) -> Result:
        """Count a block, and apply the operation to it."""
        unmarked, runs = block, ZoneRuns.of(block, block.bands[self.zone_band], self.zones)
        overlap = int(runs.lengths[runs.position > self.zones].sum())
        if overlap:
            unmarked = _without_marks(block, self.zone_band, self.zones)
            runs = ZoneRuns.of(unmarked, unmarked.bands[self.zone_band], self.zones)
        cells = runs.count()[: self.zones]
        valid = cells
        missing = None if self.data_band is None else np.ma.getmaskarray(unmarked.bands[self.data_band])
        if missing is not None and missing.any():
            valid = cells - runs.count(missing)[: self.zones]
        result = self.operation(unmarked)
        return Result(result.bands, _CountedSums(result.partial, Sums(cells=cells, valid=valid, overlap=overlap)))


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
    data_band: int | None,
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
    data_band : position of the source that says which cells have data; None for all
    **engine : further arguments of `run`

    Returns
    -------
    The operation's partial sums, and a ZoneCoverage

    Raises
    ------
    ZoneError
        When no zone meets the grid, before anything is written.
    """
    progress = progress or Progress()
    source = replace(zones.source(grid), overlaps=True)
    share_on_grid = _share_within(source.polygons)
    if not (share_on_grid > 0).any():
        raise ZoneError(ZONE_OUTSIDE, layer=zones.label, grid=grid.describe())
    counting = WithCoverage(operation, len(zones), zone_band, data_band)
    marked = list(sources)
    marked[zone_band] = source
    sums = run(counting, marked, grid, targets, progress, **engine)
    return sums.own, _coverage_of(zones, sums.counts, share_on_grid, progress)


def measure_coverage(zones: Zones, grid: Grid, data: Source | None, progress: Progress) -> ZoneCoverage:
    """Count each zone's cells; warn of overlaps, and of zones of which the grid covers less than 99 %.

    Parameters
    ----------
    zones : Zones
    grid : Grid
    data : Source that says which cells have data; None for all
    progress : Progress

    Returns
    -------
    ZoneCoverage

    Raises
    ------
    ZoneError
        When no zone meets the grid.
    """
    sources: list[Source] = [zones.source(grid)] + ([data] if data is not None else [])
    data_band = None if data is None else 1
    return run_with_coverage(zones, _nothing, sources, grid, progress=progress, zone_band=0, data_band=data_band)[1]


def _nothing(block: Block) -> Result:  # noqa: ARG001 - an operation
    return Result()


def _coverage_of(zones: Zones, counts: Sums, share_on_grid: np.ndarray, progress: Progress) -> ZoneCoverage:
    if counts["overlap"]:
        progress.warning(
            f"Zones of {zones.label} overlap in {counts['overlap']} cells; such a cell counts for the zone drawn last."
        )
    cells, valid = counts["cells"], counts["valid"]
    covered = share_on_grid * np.divide(valid, cells, out=np.ones(len(zones)), where=cells > 0)
    for name, share in zip(zones.names, covered):
        if share < 0.99:
            progress.warning(f"The grid covers only {100 * share:.2f} % of zone {name}.")
    return ZoneCoverage(cells, valid, covered)


def _share_within(polygons: Polygons) -> np.ndarray:
    """Return the share of each zone's area within the grid's rectangle, measured in an equal-area projection."""
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
    return np.divide(within, total, out=np.zeros(polygons.zones), where=total > 0)


def _equal_area(grid: Grid) -> osr.CoordinateTransformation | None:
    if not grid.is_geographic:
        return None
    return osr.CoordinateTransformation(grid.reference, spatial_reference("+proj=cea +datum=WGS84"))


def _area(geometry: ogr.Geometry, flatten: osr.CoordinateTransformation | None) -> float:
    if flatten is not None:
        geometry = geometry.Clone()
        geometry.Transform(flatten)
    return abs(geometry.Area())
