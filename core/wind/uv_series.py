"""U and V rasters as one series of winds: what is checked before it is read, and the reading itself.

    pair = open_pair(Band("u10.tif"), Band("v10.tif"), progress)       # one grid, one band per time step in both
    u, v = pair.open().read(0, Window(0, 0, 2, 2))          # step 0: float64 (2, 2), nan where missing

    pair = open_pair(Band("era5.nc"), None, progress)                  # one file with both

U is the eastward and V the northward component of the motion, m/s, whatever the rasters' CRS: they are relative to
the Earth's meridians. Winds that say that they run along the grid's own axes are turned (`grid_axes`), and units that
are declared are converted (`wind_units`). A path is anything GDAL opens, subdatasets included: NETCDF:"era5.nc":u10;
which bands are which wind is told by what they say (`components`, `pairing`). Scale and offset are applied.

One dataset per file and thread is held open, however many steps there are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

import numpy as np
from osgeo import gdal

from ..errors import RasterError
from ..progress import Progress
from ..raster.dataset import open_dataset
from ..raster.grid import Grid
from ..raster.nodata.fill_values import report_fill_values
from ..raster.nodata.watch import Quantity, Suspects
from ..raster.sources import Band, BandReader, Window
from .fields.components import Field
from .fields.grid_axes import AxesTurn, is_rotated
from .fields.pairing import align_steps, choose_fields
from .fields.time_report import report_times
from .fields.wind_grid import grid_of_winds
from .fields.wind_units import metres_per_second
from .messages import ROTATED_AXES

# Files that are open at a time, of a field that lies in many.
OPEN_FILES = 8


@dataclass(frozen=True)
class WindPair:
    """U and V that belong together.

    Attributes
    ----------
    u, v : Field, with the same steps in the same order
    grid : Grid, of both
    u_factor, v_factor : float, what makes them m/s
    along_grid : bool, whether they run along the grid's axes
    """

    u: Field
    v: Field
    grid: Grid
    u_factor: float = 1.0
    v_factor: float = 1.0
    along_grid: bool = False

    @property
    def name(self) -> str:
        """What messages call the pair."""
        return self.u.files[0].name

    @property
    def steps(self) -> int:
        """Number of time steps."""
        return len(self.u.steps)

    @property
    def times(self) -> tuple[datetime | None, ...]:
        """The time of each step, UTC; None where neither file says it."""
        return tuple(u.time if u.time is not None else v.time for u, v in zip(self.u.steps, self.v.steps))

    def open(self) -> PairReader:
        """Open the files for the calling thread.

        Returns
        -------
        PairReader
        """
        turn = AxesTurn(self.grid) if self.along_grid else None
        return PairReader(SeriesReader(self.u, self.u_factor), SeriesReader(self.v, self.v_factor), turn)

    def load(self, progress: Progress) -> LoadedPair:
        """Read everything into memory, 16 bytes per cell and step.

        Parameters
        ----------
        progress : Progress

        Returns
        -------
        LoadedPair
        """
        everything = Window(0, 0, *self.grid.shape)
        u, v = np.empty((2, self.steps, *self.grid.shape))
        reader = self.open()
        for step in range(self.steps):
            progress.check()
            u[step], v[step] = reader.read(step, everything)
        return LoadedPair(self.name, self.grid, self.steps, u, v)


@dataclass(frozen=True)
class LoadedPair:
    """A pair in memory, its own reader in any thread.

    Attributes
    ----------
    name : str, of the U raster
    grid : Grid
    steps : int
    u, v : (steps, rows, cols) float64, m/s; nan in both where either is missing
    """

    name: str
    grid: Grid
    steps: int
    u: np.ndarray
    v: np.ndarray

    def open(self) -> LoadedPair:
        """Return itself.

        Returns
        -------
        LoadedPair
        """
        return self

    def read(self, step: int, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return the winds of a step in the window, without a copy.

        Parameters
        ----------
        step : int, 0, 1, ...
        window : Window

        Returns
        -------
        u, v : (window.rows, window.cols) float64, m/s
        """
        cells = np.s_[step, window.row : window.row + window.rows, window.col : window.col + window.cols]
        return self.u[cells], self.v[cells]


class WindReader(Protocol):
    """What reads the winds of a pair step by step."""

    def read(self, step: int, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return (u, v) of step 0, 1, ... in the window, float64 (rows, cols); nan in both where either is missing."""


@dataclass
class PairReader:
    """Reads winds step by step; for one thread."""

    u: SeriesReader
    v: SeriesReader
    turn: AxesTurn | None = None

    def read(self, step: int, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return the winds of a step in the window.

        Parameters
        ----------
        step : int, 0, 1, ...
        window : Window

        Returns
        -------
        u, v : (window.rows, window.cols) float64, m/s; nan in both where either is missing
        """
        u, v = self.u.read(step, window), self.v.read(step, window)
        missing = np.isnan(u) | np.isnan(v)
        if missing.any():
            u[missing] = v[missing] = np.nan
        return self.turn.apply(u, v, window) if self.turn is not None else (u, v)


@dataclass
class SeriesReader:
    """Reads the steps of a field; for one thread. Raises as `Band` does."""

    series: Field
    factor: float = 1.0
    _open: dict[int, gdal.Dataset] = field(default_factory=dict)
    _examined: set[tuple[int, int]] = field(default_factory=set)

    def read(self, step: int, window: Window) -> np.ndarray:
        """Return one step in the window.

        Parameters
        ----------
        step : int, 0 for the first
        window : Window

        Returns
        -------
        (window.rows, window.cols) float64, m/s, nan where there is no data
        """
        first, *others = self.series.steps[step].places
        values = self._read(*first, window)
        for place in others:
            missing = np.isnan(values)
            if missing.any():
                values[missing] = self._read(*place, window)[missing]
        return values if self.factor == 1.0 else values * self.factor

    def _read(self, file: int, number: int, window: Window) -> np.ndarray:
        first = self.series.files[file]
        if file not in self._open:
            if len(self._open) >= OPEN_FILES:
                self._open.pop(next(iter(self._open)))
            self._open[file] = open_dataset(first.path, first.name)
        label = f"{first.name}, band {number}"
        band = replace(first, band=number, label=label, quantity=Quantity.WIND_COMPONENT)
        reader = BandReader(band, self._open[file])
        values = reader.read(window)
        suspects = reader.watch.take() if reader.watch is not None else Suspects()
        if suspects and (file, number) not in self._examined:
            report_fill_values(band, suspects, None, Progress())
            self._examined.add((file, number))
        return np.where(np.ma.getmaskarray(values), np.nan, values.data.astype(float))


def open_pair(u_band: Band, v_band: Band | None, progress: Progress, level: str = "") -> WindPair:
    """Find U and V, check that they belong together and can be used; log what was assumed.

    Parameters
    ----------
    u_band, v_band : Band, the first of each series, or a container; None for V: both are in the file of U
    progress : Progress
    level : str
        Words of the level or member to take, where there are several.

    Returns
    -------
    WindPair

    Raises
    ------
    RasterError
        as `choose_fields` and `align_steps` do, and for no position on the Earth
    GridMismatchError
        for different grids
    ReadError
        for files that cannot be opened
    """
    u, v = choose_fields(u_band, v_band, level)
    u, v = align_steps(u, v, progress)
    first = open_dataset(u.files[0].path, u.files[0].name)
    grid = grid_of_winds(first, u_band.name, progress)
    for one in (*u.files[1:], *v.files):
        data = open_dataset(one.path, one.name)
        grid.require_same(grid_of_winds(data, one.name, Progress()), u_band.name, one.name)
    if u.files != v.files or v_band is None:
        progress.info(f"U is {u.describe() or u_band.name}, V is {v.describe() or (v_band or u_band).name}.")
    u_factor, v_factor = _factor(u, "U", progress), _factor(v, "V", progress)
    pair = WindPair(u, v, grid, u_factor, v_factor, _along_grid(u, v, grid, progress))
    report_times(pair.times, u.mean or v.mean, progress)
    _warn_of_dimensions(first, u, progress)
    return pair


def _factor(field: Field, parameter: str, progress: Progress) -> float:
    factor = metres_per_second(field.unit)
    if factor is None:
        progress.warning(
            f'The unit of {parameter} is "{field.unit}", not m/s: speeds and the calm limit are in that unit.'
        )
        return 1.0
    if factor != 1.0:
        progress.info(f"The unit of {parameter} is {field.unit}: it is converted to m/s (times {factor:.6g}).")
    return factor


def _along_grid(u: Field, v: Field, grid: Grid, progress: Progress) -> bool:
    """Whether the winds must be turned from the grid's axes to the true ones."""
    axes = u.axes or v.axes
    rotated = is_rotated(grid.crs)
    if grid.is_geographic and not rotated:
        return False
    if axes == "grid":
        progress.info("U and V run along the axes of their grid: they are turned to the true east and north.")
        return True
    if axes == "true":
        return False
    if rotated:
        raise RasterError(ROTATED_AXES, raster=u.files[0].name, crs=grid.crs_name)
    progress.warning(
        "U and V are taken as eastward and northward. Components along the columns and rows of a projected grid "
        "(WRF's U10 and V10, for one) must be rotated to the meridians first."
    )
    return False


def _warn_of_dimensions(dataset: gdal.Dataset, u: Field, progress: Progress) -> None:
    """Warn of dimensions beside time of which the bands do not say where they lie."""
    extra = dataset.GetMetadataItem("NETCDF_DIM_EXTRA") or ""
    if "," in extra and not u.place and all(len(step.places) == 1 for step in u.steps):
        progress.warning(
            f"The bands of U run over {extra.strip('{}')}: all {len(u.steps)} count as time steps. "
            "Extract one level or member when that is not meant."
        )
