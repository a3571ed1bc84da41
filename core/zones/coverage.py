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
    """Per zone: cells on the grid, cells with data, and the share (0-1) of its area that the grid covers."""

    cells: np.ndarray
    valid: np.ndarray
    covered: np.ndarray


@dataclass(frozen=True)
class _CountedSums:
    """The partial sums of the surveyed operation, and the survey's own."""

    inner: Any
    counts: Sums

    def merge(self, other: _CountedSums) -> _CountedSums:
        inner = self.inner if self.inner is None else self.inner.merge(other.inner)
        return _CountedSums(inner, self.counts.merge(other.counts))


@dataclass(frozen=True)
class WithCoverage:
    """An operation, and the survey of the zones in band `zone_band`, whose overlaps are marked."""

    operation: Operation
    zones: int
    zone_band: int
    data_band: int | None

    def __call__(self, block: Block) -> Result:
        """Apply to one unit."""
        inner, runs = block, ZoneRuns.of(block, block.bands[self.zone_band], self.zones)
        overlap = int(runs.lengths[runs.position > self.zones].sum())
        if overlap:
            inner = _without_marks(block, self.zone_band, self.zones)
            runs = ZoneRuns.of(inner, inner.bands[self.zone_band], self.zones)
        cells = runs.count()[: self.zones]
        valid = cells
        missing = None if self.data_band is None else np.ma.getmaskarray(inner.bands[self.data_band])
        if missing is not None and missing.any():
            valid = cells - runs.count(missing)[: self.zones]
        result = self.operation(inner)
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
    """`run` and `measure_coverage` in one pass: `sources[zone_band]` are `zones`, `sources[data_band]` says which cells
    count.

    Returns the operation's partial sums and the survey, and warns as `measure_coverage` does. Raises what both raise;
    `ZoneError` comes before anything is written. `engine` are further arguments of `run`.
    """
    progress = progress or Progress()
    source = replace(zones.source(grid), overlaps=True)
    inside = _share_within(source.polygons)
    if not (inside > 0).any():
        raise ZoneError(ZONE_OUTSIDE, layer=zones.label, grid=grid.describe())
    surveyed = WithCoverage(operation, len(zones), zone_band, data_band)
    marked = list(sources)
    marked[zone_band] = source
    both = run(surveyed, marked, grid, targets, progress, **engine)
    return both.inner, _coverage_of(zones, both.counts, inside, progress)


def measure_coverage(zones: Zones, grid: Grid, data: Source | None, progress: Progress) -> ZoneCoverage:
    """Count each zone's cells (those where `data` is valid, too), warn of overlaps and of zones partly off the grid.

    Raises `ZoneError` when no zone meets the grid at all.
    """
    sources: list[Source] = [zones.source(grid)] + ([data] if data is not None else [])
    data_band = None if data is None else 1
    return run_with_coverage(zones, _nothing, sources, grid, progress=progress, zone_band=0, data_band=data_band)[1]


def _nothing(block: Block) -> Result:  # noqa: ARG001 - an operation
    return Result()


def _coverage_of(zones: Zones, counts: Sums, inside: np.ndarray, progress: Progress) -> ZoneCoverage:
    if counts["overlap"]:
        progress.warning(
            f"Zones of {zones.label} overlap in {counts['overlap']} cells; such a cell counts for the zone drawn last."
        )
    cells, valid = counts["cells"], counts["valid"]
    covered = inside * np.divide(valid, cells, out=np.ones(len(zones)), where=cells > 0)
    for name, share in zip(zones.names, covered):
        if share < 0.99:
            progress.warning(f"The grid covers only {100 * share:.2f} % of zone {name}.")
    return ZoneCoverage(cells, valid, covered)


def _share_within(polygons: Polygons) -> np.ndarray:
    """Share of each zone's area within the grid's rectangle, measured in an equal-area projection."""
    xmin, ymin, xmax, ymax = polygons.grid.extent
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ((xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax), (xmin, ymin)):
        ring.AddPoint_2D(x, y)
    frame = ogr.Geometry(ogr.wkbPolygon)
    frame.AddGeometry(ring)
    whole, within = np.zeros(polygons.zones), np.zeros(polygons.zones)
    flatten = _equal_area(polygons.grid)
    left, right, low, high = polygons.envelopes.T
    beyond = (left < xmin) | (right > xmax) | (low < ymin) | (high > ymax)
    # What has an area and lies inside needs no geometry made valid.
    shapes = list(zip(polygons.positions, polygons.geometries))
    astride = {position for (position, shape), out in zip(shapes, beyond) if out or not shape.Area()}
    for position, shape in shapes:
        if position not in astride:
            whole[position] = within[position] = 1.0
            continue
        geometry = valid_geometry(shape)
        part = geometry if frame.Contains(geometry) else frame.Intersection(geometry)
        whole[position] += _area(geometry, flatten)
        within[position] += _area(part, flatten) if part is not None else 0.0
    return np.divide(within, whole, out=np.zeros(polygons.zones), where=whole > 0)


def _equal_area(grid: Grid) -> osr.CoordinateTransformation | None:
    if not grid.is_geographic:
        return None
    return osr.CoordinateTransformation(grid.reference, spatial_reference("+proj=cea +datum=WGS84"))


def _area(geometry: ogr.Geometry, flatten: osr.CoordinateTransformation | None) -> float:
    if flatten is not None:
        geometry = geometry.Clone()
        geometry.Transform(flatten)
    return abs(geometry.Area())
