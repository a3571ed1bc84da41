"""What routing starts from, read in one pass: tonnes per cell, the study area, and the receivers of each cell.

A grid of 100 million cells is 800 MB for each float64 number per cell, and memory that is touched for the first time
costs more time than what is computed in it. So the rasters' numbers are converted only when the worker threads put them
where routing needs them: emission and capacity side by side, and the wind as neighbour codes and shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...accounts.negative_cells import NegativeCells
from ...engine.operation import Block, Result, Sums
from ...errors import RasterError
from ...progress import Progress
from ...raster.grid import Grid
from ...raster.sources import Window
from ..graph.cell_axes import CellAxes
from ..graph.neighbours import Neighbourhood
from ..graph.shares import receivers_of
from ..graph.strips import row_strips
from ..messages import WIND_OUT_OF_RANGE

SECTOR_CODES = 17
ONE_TURN_RADIANS = 6.3
# Cells whose receivers are found together: temporary arrays of 128 kB are reused, larger ones come from the system.
_AT_ONCE = 1 << 14


@dataclass(frozen=True)
class DirectionStatistics:
    """Statistics of wind directions; of two sets of cells they are added.

    Attributes
    ----------
    count : int, cells with a direction
    out_of_range : int, of them outside 0 to 360
    first_out_of_range : float, degrees, the first of these
    largest : float, degrees, 0 without any
    integers : bool; all are integers and at most 17
    """

    count: int = 0
    out_of_range: int = 0
    first_out_of_range: float = 0.0
    largest: float = 0.0
    integers: bool = True

    @classmethod
    def of(cls, direction: np.ndarray) -> DirectionStatistics:
        """Return the statistics of some cells.

        Parameters
        ----------
        direction : float array of any shape, degrees, not empty; nan where there is none

        Returns
        -------
        DirectionStatistics
        """
        low, high = (float(edge) for edge in (direction.min(), direction.max()))
        if np.isnan(low):
            direction = direction[np.isfinite(direction)]
            if not direction.size:
                return cls()
            low, high = float(direction.min()), float(direction.max())
        integers = high <= SECTOR_CODES and bool((direction == np.floor(direction)).all())
        if low >= 0 and high <= 360:
            return cls(direction.size, 0, 0.0, high, integers)
        out_of_range = direction[(direction < 0) | (direction > 360)]
        return cls(direction.size, int(out_of_range.size), float(out_of_range[0]), high, integers)

    def __add__(self, other: DirectionStatistics) -> DirectionStatistics:
        """Return the statistics of both sets of cells, this one first."""
        return DirectionStatistics(
            self.count + other.count,
            self.out_of_range + other.out_of_range,
            self.first_out_of_range if self.out_of_range else other.first_out_of_range,
            max(self.largest, other.largest),
            self.integers and other.integers,
        )

    def check(self, name: str, progress: Progress) -> None:
        """Require directions between 0 and 360, and warn where they look like radians or sector codes.

        Parameters
        ----------
        name : str, of the raster, for messages
        progress : Progress

        Raises
        ------
        RasterError
            A direction lies outside 0 to 360.
        """
        if self.out_of_range:
            count, value = self.out_of_range, self.first_out_of_range
            raise RasterError(WIND_OUT_OF_RANGE, raster=name, count=count, value=value)
        if not self.count:
            progress.warning(f"{name} has no wind anywhere: nothing travels.")
        elif 0 < self.largest <= SECTOR_CODES and self.integers:
            progress.warning(f"{name} holds whole numbers up to 17 only: are they sector codes instead of degrees?")
        elif 0 < self.largest <= ONE_TURN_RADIANS:
            progress.warning(f"{name} lies between 0 and 6.3: is it in radians instead of degrees?")


@dataclass(frozen=True)
class ReceiverRule:
    """How directions become receivers, by one neighbour or two, for any window of a grid.

    Parameters
    ----------
    neighbourhood : Neighbourhood, of the grid
    one_neighbour : bool
    """

    neighbourhood: Neighbourhood
    one_neighbour: bool

    def receivers(self, direction: np.ndarray, window: Window) -> list[np.ndarray]:
        """Return the receivers of the cells of a window.

        Parameters
        ----------
        direction : (rows, cols) float, degrees; nan = calm or unknown
        window : Window

        Returns
        -------
        list of the neighbour codes of slot 0, (rows, cols) uint8, and for two neighbours the shares of slot 0,
        (rows, cols) uint32 in SHARE_UNIT
        """
        axes = CellAxes.of(self.neighbourhood, window.row, window.col, *window.shape, closest=self.one_neighbour)
        first = np.empty(window.shape, dtype=np.uint8)
        shares = np.empty((int(not self.one_neighbour), *window.shape), dtype=np.uint32)
        for strip in row_strips(*window.shape, cells=_AT_ONCE):
            rows = slice(window.row + strip.start, window.row + strip.stop)
            first[strip], *strip_shares = receivers_of(direction[strip], axes, rows, self.one_neighbour)
            for slot_shares, values in zip(shares, strip_shares):
                slot_shares[strip] = values
        return [first, *shares]


@dataclass(frozen=True)
class FlowOperation:
    """Densities of emission and sequestration, and the wind -> both unchanged, the study area, and receivers.

    The study area is where both densities have a value. Sums: first negative cells, cells without a counterpart in the
    other raster (2), cells of the study area, `DirectionStatistics`.

    Parameters
    ----------
    receiver_rule : ReceiverRule or None for no receivers
    """

    receiver_rule: ReceiverRule | None

    def __call__(self, block: Block) -> Result:
        """Apply to one chunk."""
        valid = block.valid(0, 1)
        emission, sequestration = (block.bands[band].data for band in (0, 1))
        row, col = block.window.row, block.window.col
        sums = Sums(
            negative_e=NegativeCells.find(emission, valid, row, col),
            negative_c=NegativeCells.find(sequestration, valid, row, col),
            without_counterpart=np.array([block.present_elsewhere(band, valid) for band in (0, 1)]),
            cells=int(np.count_nonzero(valid)),
            directions=DirectionStatistics(),
        )
        if self.receiver_rule is None:
            return Result([emission, sequestration, valid], sums)
        mask, direction = np.ma.getmask(block.bands[2]), block.bands[2].data
        if mask is not np.ma.nomask:
            direction = np.where(mask, np.nan, direction)
        sums["directions"] = DirectionStatistics.of(direction)
        return Result([emission, sequestration, valid, *self.receiver_rule.receivers(direction, block.window)], sums)


@dataclass(frozen=True)
class FlowArrays:
    """Where a `FlowOperation` puts its bands; a destination of `engine.run`.

    Attributes
    ----------
    grid : Grid
    receiver_rule : ReceiverRule or None
    amounts : (rows, cols, 2) float64, t per cell, emission and capacity, 0 outside the study area
    emission : (rows, cols) float64, t per cell, once more; or None
    valid : (rows, cols) bool, the study area
    first : (rows, cols) uint8, neighbour codes as of `Transport`; (0, 0) without a rule
    shares : (0 or 1, rows, cols) uint32, as of `Transport`
    bands : names of the bands that are expected
    """

    grid: Grid
    receiver_rule: ReceiverRule | None
    amounts: np.ndarray
    emission: np.ndarray | None
    valid: np.ndarray
    first: np.ndarray
    shares: np.ndarray
    bands: tuple[str, ...] = field(default=())

    @classmethod
    def make(cls, grid: Grid, receiver_rule: ReceiverRule | None, keep_emission: bool) -> FlowArrays:
        """Allocate for one neighbour, two, or no wind at all.

        Parameters
        ----------
        grid : Grid
        receiver_rule : ReceiverRule or None
        keep_emission : bool; put the emission into an array of its own as well

        Returns
        -------
        FlowArrays, not filled
        """
        windy = receiver_rule is not None
        two = receiver_rule is not None and not receiver_rule.one_neighbour
        arrays = cls(
            grid,
            receiver_rule,
            np.empty((*grid.shape, 2)),
            np.empty(grid.shape) if keep_emission else None,
            np.empty(grid.shape, dtype=bool),
            np.empty(grid.shape if windy else (0, 0), dtype=np.uint8),
            np.empty((int(two), *grid.shape), dtype=np.uint32),
        )
        return replace(arrays, bands=("emission", "sequestration", "valid", "first", "shares")[: 3 + windy + two])

    def prepare(self, window: Window, bands: Sequence[np.ndarray]) -> Sequence[np.ndarray]:
        """Put a chunk in its place, in tonnes, in the worker's thread; chunks do not overlap.

        Parameters
        ----------
        window : Window
        bands : of `FlowOperation`: densities of emission and sequestration, t/ha, the study area, receivers

        Returns
        -------
        Nothing that is to be written
        """
        inside = np.s_[window.row : window.row + window.rows, window.col : window.col + window.cols]
        area = self.grid.cell_area_ha(window.row, window.rows)
        valid = bands[2]
        everywhere = bool(valid.all())
        for column in (0, 1):
            tonnes = self.amounts[inside][..., column]
            np.multiply(bands[column], area, out=tonnes, dtype=np.float64)
            if not everywhere:
                np.copyto(tonnes, 0.0, where=~valid)
        if self.emission is not None:
            self.emission[inside] = self.amounts[inside][..., 0]
        self.valid[inside] = valid
        if len(bands) > 3:
            self.first[inside] = bands[3]
        if len(bands) > 4:
            self.shares[0][inside] = bands[4]
        return ()

    def open(self, grid: Grid, tile: int) -> FlowArrays:  # noqa: ARG002 - as every destination
        """Return itself: arrays need no opening.

        Parameters
        ----------
        grid : Grid
        tile : int

        Returns
        -------
        FlowArrays
        """
        return self

    def write(self, window: Window, bands: Sequence[np.ndarray]) -> None:
        """Do nothing: `prepare` has put the chunk in its place.

        Parameters
        ----------
        window : Window
        bands : empty
        """

    def close(self) -> None:
        """Do nothing: arrays need no closing."""

    def abandon(self) -> None:
        """Do nothing: arrays leave nothing behind."""
