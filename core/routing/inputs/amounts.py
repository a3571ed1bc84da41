"""What routing starts from, read in one pass: tonnes per cell, the study area, and where the wind leads.

A grid of 100 million cells is 800 MB for each float64 number per cell, and memory that is touched for the first time
costs more time than what is computed in it. So the rasters' numbers stay as they are until the worker threads put them
where routing needs them, as emission and capacity side by side, and the wind as neighbour codes and shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...accounts.negative_cells import NegativeCells
from ...engine.operation import Block, Result, Sums
from ...errors import RasterError
from ...progress import Progress
from ...raster.geodesy import NorthRotation
from ...raster.grid import Grid
from ...raster.sources import Window
from ..graph.neighbours import Neighbourhood
from ..graph.shares import receivers_of
from ..graph.strips import row_strips
from ..messages import WIND_OUT_OF_RANGE

SECTOR_CODES = 17
ONE_TURN_RADIANS = 6.3
# Cells whose wind is looked at together: temporary arrays of 128 kB are used again, larger ones come from the system.
_AT_ONCE = 1 << 14


@dataclass(frozen=True)
class DirectionStatistics:
    """What is known of wind directions: cells with one, those outside 0-360 and the first of them; merges by addition.

    largest: degrees, 0 without any; whole: all are whole numbers.
    """

    known: int = 0
    wrong: int = 0
    first_wrong: float = 0.0
    largest: float = 0.0
    whole: bool = True

    @classmethod
    def of(cls, direction: np.ndarray) -> DirectionStatistics:
        """Look at directions, nan where there is none."""
        low, high = (float(edge) for edge in (direction.min(), direction.max()))
        if np.isnan(low):
            direction = direction[np.isfinite(direction)]
            if not direction.size:
                return cls()
            low, high = float(direction.min()), float(direction.max())
        whole = high <= SECTOR_CODES and bool((direction == np.floor(direction)).all())
        if low >= 0 and high <= 360:
            return cls(direction.size, 0, 0.0, high, whole)
        wrong = direction[(direction < 0) | (direction > 360)]
        return cls(direction.size, int(wrong.size), float(wrong[0]), high, whole)

    def __add__(self, other: DirectionStatistics) -> DirectionStatistics:
        """Take both together."""
        return DirectionStatistics(
            self.known + other.known,
            self.wrong + other.wrong,
            self.first_wrong if self.wrong else other.first_wrong,
            max(self.largest, other.largest),
            self.whole and other.whole,
        )

    def check(self, name: str, progress: Progress) -> None:
        """Raise `RasterError` for directions outside 0-360, warn when they look like radians or sector codes."""
        if self.wrong:
            raise RasterError(WIND_OUT_OF_RANGE, raster=name, count=self.wrong, value=self.first_wrong)
        if not self.known:
            progress.warning(f"{name} has no wind anywhere: nothing travels.")
        elif 0 < self.largest <= SECTOR_CODES and self.whole:
            progress.warning(f"{name} holds whole numbers up to 17 only: are they sector codes instead of degrees?")
        elif 0 < self.largest <= ONE_TURN_RADIANS:
            progress.warning(f"{name} lies between 0 and 6.3: is it in radians instead of degrees?")


def check_directions(direction: np.ndarray, name: str, progress: Progress) -> None:
    """Judge the directions of a whole grid (see `DirectionStatistics`)."""
    DirectionStatistics.of(direction).check(name, progress)


@dataclass(frozen=True)
class ReceiverRule:
    """How directions of a grid become receivers: by one neighbour or two."""

    neighbourhood: Neighbourhood
    rotation: NorthRotation
    one_neighbour: bool

    def receivers(self, direction: np.ndarray, window: Window) -> list[np.ndarray]:
        """Return codes (uint8) and, for two neighbours, the first one's shares (uint32)."""
        turn = self.rotation.window(window.row, window.col, *window.shape)
        first = np.empty(window.shape, dtype=np.uint8)
        shares = np.empty((int(not self.one_neighbour), *window.shape), dtype=np.uint32)
        for part in row_strips(*window.shape, cells=_AT_ONCE):
            rows = slice(window.row + part.start, window.row + part.stop)
            here = turn if turn.size == 1 else turn[part]
            found = receivers_of(direction[part], here, self.neighbourhood, rows, self.one_neighbour)
            first[part] = found[0]
            for share, found_share in zip(shares, found[1:]):
                share[part] = found_share
        return [first, *shares]


@dataclass(frozen=True)
class FlowOperation:
    """Densities of emission and sequestration, and the wind -> both as they are, the study area, receivers (`winds`).

    The study area is where both have a value.
    """

    winds: ReceiverRule | None

    def __call__(self, block: Block) -> Result:
        """Apply to one unit."""
        valid = block.valid(0, 1)
        emission, sequestration = (block.bands[band].data for band in (0, 1))
        row, col = block.window.row, block.window.col
        sums = Sums(
            negative_e=NegativeCells.find(emission, valid, row, col),
            negative_c=NegativeCells.find(sequestration, valid, row, col),
            lone=np.array([block.present_elsewhere(band, valid) for band in (0, 1)]),
            cells=int(np.count_nonzero(valid)),
            directions=DirectionStatistics(),
        )
        if self.winds is None:
            return Result([emission, sequestration, valid], sums)
        mask, direction = np.ma.getmask(block.bands[2]), block.bands[2].data
        if mask is not np.ma.nomask:
            direction = np.where(mask, np.nan, direction)
        sums["directions"] = DirectionStatistics.of(direction)
        return Result([emission, sequestration, valid, *self.winds.receivers(direction, block.window)], sums)


@dataclass(frozen=True)
class FlowArrays:
    """Where a `FlowOperation` puts its bands; a destination of `core/engine/run`.

    amounts: (rows, cols, 2) float64, emission and capacity, t, 0 outside the study area; emission: (rows, cols)
    float64, once more, or None; valid: bool; first: uint8 and shares: (0 or 1, rows, cols) uint32, as of `Transport`.
    """

    grid: Grid
    winds: ReceiverRule | None
    amounts: np.ndarray
    emission: np.ndarray | None
    valid: np.ndarray
    first: np.ndarray
    shares: np.ndarray
    bands: tuple[str, ...] = field(default=())

    @classmethod
    def make(cls, grid: Grid, winds: ReceiverRule | None, keep_emission: bool) -> FlowArrays:
        """Allocate for one neighbour, two, or no wind at all."""
        blows = winds is not None
        two = winds is not None and not winds.one_neighbour
        made = cls(
            grid,
            winds,
            np.empty((*grid.shape, 2)),
            np.empty(grid.shape) if keep_emission else None,
            np.empty(grid.shape, dtype=bool),
            np.empty(grid.shape if blows else (0, 0), dtype=np.uint8),
            np.empty((int(two), *grid.shape), dtype=np.uint32),
        )
        return replace(made, bands=("emission", "sequestration", "valid", "first", "shares")[: 3 + blows + two])

    def prepare(self, window: Window, bands: Sequence[np.ndarray]) -> Sequence[np.ndarray]:
        """Put a unit in its place, in the worker's thread; chunks do not overlap."""
        part = np.s_[window.row : window.row + window.rows, window.col : window.col + window.cols]
        area = self.grid.cell_area_ha(window.row, window.rows)
        valid = bands[2]
        everywhere = bool(valid.all())
        for column in (0, 1):
            tonnes = self.amounts[part][..., column]
            np.multiply(bands[column], area, out=tonnes, dtype=np.float64)
            if not everywhere:
                np.copyto(tonnes, 0.0, where=~valid)
        if self.emission is not None:
            self.emission[part] = self.amounts[part][..., 0]
        self.valid[part] = valid
        if len(bands) > 3:
            self.first[part] = bands[3]
        if len(bands) > 4:
            self.shares[0][part] = bands[4]
        return ()

    def open(self, grid: Grid, tile: int) -> FlowArrays:  # noqa: ARG002 - as every destination
        """Return itself: arrays need no opening."""
        return self

    def write(self, window: Window, bands: Sequence[np.ndarray]) -> None:
        """Nothing to do: the unit is there."""

    def close(self) -> None:
        """Nothing to do."""

    def abandon(self) -> None:
        """Nothing to do."""
