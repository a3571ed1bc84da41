"""Polygons without a name: left out when they own no cell with data, else an error that says where they are.

    a layer's sea boundary without a name, a thin polygon between cell centres   ->   a warning
    a nameless polygon that owns 3 cells with data                               ->   an error: which zone is it?

A cell belongs to the polygon drawn last. Only the chunks that such polygons may reach into are rasterized, and data are
read only where they own a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from osgeo import ogr

from ..engine.windows import CHUNK
from ..errors import ZoneError
from ..phrases import Listing, Phrase
from ..progress import Progress
from ..raster.grid import Grid
from ..raster.sources import Source, Window
from .features import some_names
from .messages import MORE_NAMES, UNNAMED_HERE, ZONES_UNNAMED
from .polygons import Polygons
from .rasterize import Rasterizer

if TYPE_CHECKING:
    from .zones import Zones

# Polygons listed in an error before it says how many more there are.
MOST_UNNAMED_LISTED = 10


def require_names(zones: Zones, grid: Grid, data: Sequence[Source], progress: Progress) -> None:
    """Warn of polygons without a name, which are left out.

    Parameters
    ----------
    zones : Zones
    grid : Grid
    data : Source of each band that says which cells have data; empty for all cells
    progress : Progress

    Raises
    ------
    ZoneError
        When they own cells with data: how many, and where.
    """
    if not zones.unnamed:
        return
    owned = _cells_owned(zones, grid, data, progress)
    if owned.any():
        places: list[str] = [
            Phrase(UNNAMED_HERE, feature=one.feature, place=_place(one.wkb), cells=int(cells))
            for one, cells in zip(zones.unnamed, owned)
            if cells
        ]
        count = len(places)
        if count > MOST_UNNAMED_LISTED:
            places = [*places[:MOST_UNNAMED_LISTED], Phrase(MORE_NAMES, count=count - MOST_UNNAMED_LISTED)]
        raise ZoneError(
            ZONES_UNNAMED, layer=zones.label, count=count, cells=int(owned.sum()), places=Listing(places, "; ")
        )
    places = [f"feature {one.feature} at {_place(one.wkb)}" for one in zones.unnamed]
    progress.warning(
        f"Polygons of {zones.label} without a name are left out ({len(places)}); they own no cell with data: "
        f"{some_names(places)}."
    )


def _cells_owned(zones: Zones, grid: Grid, data: Sequence[Source], progress: Progress) -> np.ndarray:
    """Return how many cells with data each unnamed polygon owns, (unnamed,) int64."""
    named = len(zones)
    on_grid = zones.to_grid(grid)
    shapes: list[tuple[int, bytes]] = list(on_grid.shapes)
    for index in reversed(range(len(on_grid.unnamed))):
        one = on_grid.unnamed[index]
        shapes.insert(one.drawn_after, (named + index, one.wkb))
    polygons = Polygons(grid, shapes, named + len(zones.unnamed))
    rasterizer = Rasterizer(polygons, zones.label)
    readers = [source.open() for source in data]
    owned = np.zeros(len(zones.unnamed), dtype=np.int64)
    unnamed = polygons.envelopes[np.array(polygons.positions) >= named]
    for window in _chunks_near(grid, unnamed):
        progress.check()
        position = rasterizer.rasterize(window)
        own = position >= named
        for reader in readers:
            if own.any():
                own &= ~np.ma.getmaskarray(reader.read(window))
        owned += np.bincount(position[own] - named, minlength=len(owned))
    return owned


def _chunks_near(grid: Grid, envelopes: np.ndarray) -> Iterator[Window]:
    """Yield the chunks of a grid that boxes (n, 4) with xmin, xmax, ymin, ymax may reach into."""
    for chunk in Window(0, 0, grid.rows, grid.cols).chunks(CHUNK):
        left, low, right, high = grid.window(chunk.row, chunk.col, chunk.rows, chunk.cols).extent
        xmin, xmax, ymin, ymax = envelopes.T
        if ((xmin <= right) & (xmax >= left) & (ymin <= high) & (ymax >= low)).any():
            yield chunk


def _place(wkb: bytes) -> str:
    """Return the middle of a polygon, in the layer's CRS."""
    xmin, xmax, ymin, ymax = ogr.CreateGeometryFromWkb(wkb).GetEnvelope()
    return f"({(xmin + xmax) / 2:.10g}, {(ymin + ymax) / 2:.10g})"
