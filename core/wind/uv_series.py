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

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

import numpy as np
from osgeo import gdal

from ..errors import RasterError
from ..messages import NO_CRS
from ..progress import Progress
from ..raster.crs import spatial_reference
from ..raster.dataset import open_dataset
from ..raster.grid import WGS84, Grid
from ..raster.nodata.fill_values import report_fill_values
from ..raster.nodata.watch import Quantity, Suspects
from ..raster.sources import Band, BandReader, Window
from .fields.components import Field
from .fields.grid_axes import AxesTurn, is_rotated, rotated_crs
from .fields.pairing import align_steps, choose_fields
from .fields.step_times import Spacing, time_units
from .fields.wind_units import metres_per_second
from .fields.wrf_grid import wrf_grid
from .messages import NOT_GEOREFERENCED, ROTATED_AXES, ROTATED_WITHOUT_POLE

# What GDAL returns for a raster that has no geotransform.
NO_GEOTRANSFORM = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
# Files that are open at a time, of a field that lies in many.
OPEN_FILES = 8
# Days of a period that is called a year; a season this many times as often there as another is told.
SHORT_YEAR, UNEQUAL_SEASONS = 360, 1.2
MEANS = (
    "Opposite winds cancel in a mean: prevailing direction, rose and constancy are then those of the means and not of "
    "the wind, and constancy comes out too high. Take hourly or 6-hourly winds."
)


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
    grid = _wind_grid(first, u_band.name, progress)
    for one in (*u.files[1:], *v.files):
        data = open_dataset(one.path, one.name)
        grid.require_same(_wind_grid(data, one.name, Progress()), u_band.name, one.name)
    if u.files != v.files or v_band is None:
        progress.info(f"U is {u.describe() or u_band.name}, V is {v.describe() or (v_band or u_band).name}.")
    u_factor, v_factor = _factor(u, "U", progress), _factor(v, "V", progress)
    pair = WindPair(u, v, grid, u_factor, v_factor, _along_grid(u, v, grid, progress))
    _report_times(pair, progress)
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


def _report_times(pair: WindPair, progress: Progress) -> None:
    """Log the period and its gaps; warn of steps that are no winds of an hour but means."""
    times = [time for time in pair.times if time is not None]
    spacing = Spacing.of(times) if len(set(times)) > 1 and len(times) == pair.steps else None
    if spacing is not None:
        progress.info(f"Wind {spacing.describe()}.")
        progress.factor("wind series", "time steps", pair.steps, "1", detail=spacing.describe())
    mean = pair.u.mean or pair.v.mean
    if spacing is not None and spacing.kind == "monthly":
        progress.warning(f"The steps are months apart: monthly means, it seems{_in_brackets(mean)}. {MEANS}")
    elif spacing is not None and spacing.kind == "daily":
        progress.warning(
            f"The steps are {spacing.step_hours / 24:g} days apart: daily means{_in_brackets(mean)}, or one hour of "
            f"each day, which has a wind of its own. {MEANS}"
        )
    elif spacing is None and mean:
        progress.warning(f"The steps are means over time{_in_brackets(mean)}. {MEANS}")
    elif not times and pair.steps == 12:
        progress.warning(f"There are 12 steps without times. If they are monthly means: {MEANS}")
    if spacing is not None and not spacing.kind:
        _report_seasons(times, progress)


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def _report_seasons(times: list[datetime], progress: Progress) -> None:
    """Log a period of part of a year, or whose seasons do not count the same."""
    if (max(times) - min(times)).days < SHORT_YEAR:
        progress.info("The period is shorter than a year: winds of its other seasons are not in it.")
        return
    counts = [sum(time.month % 12 // 3 == season for time in times) for season in range(4)]
    if max(counts) > UNEQUAL_SEASONS * min(counts):
        names = zip(("December to February", "March to May", "June to August", "September to November"), counts)
        progress.info("Steps by season: " + ", ".join(f"{name} {count}" for name, count in names) + ".")


def _wind_grid(dataset: gdal.Dataset, name: str, progress: Progress) -> Grid:
    model = wrf_grid(dataset)
    if model is not None:
        return model
    transform = tuple(dataset.GetGeoTransform())
    grid = Grid(dataset.RasterYSize, dataset.RasterXSize, transform, dataset.GetProjection())
    if not grid.crs:
        metadata = dataset.GetMetadata()
        said = " ".join([*metadata.values(), *time_units(dataset)])
        if re.search(r"\b(grid_latitude|grid_longitude|rlat|rlon|rotated_latitude_longitude)\b", said):
            grid = replace(grid, crs=rotated_crs(metadata))
            if transform == NO_GEOTRANSFORM or not grid.crs:
                raise RasterError(ROTATED_WITHOUT_POLE, raster=name)
            return grid
        if transform == NO_GEOTRANSFORM:
            raise RasterError(NOT_GEOREFERENCED, raster=name)
        if not _may_be_degrees(grid):
            raise RasterError(NO_CRS, raster=name)
        grid = replace(grid, crs=spatial_reference(WGS84).ExportToWkt())
        if "degrees_north" in said and "degrees_east" in said:
            progress.info(f"The axes of {name} are longitude and latitude: EPSG:4326 is taken.")
        else:
            progress.warning(
                f"Raster {name} has no CRS. Its coordinates look like longitude and latitude, so EPSG:4326 is taken."
            )
    grid.require_usable(name)
    return grid


def _may_be_degrees(grid: Grid) -> bool:
    west, south, east, north = grid.extent
    _, dx, _, _, _, dy = grid.geotransform
    return west >= -360 - abs(dx) and east <= 360 + abs(dx) and south >= -90 - abs(dy) and north <= 90 + abs(dy)


def _warn_of_dimensions(dataset: gdal.Dataset, u: Field, progress: Progress) -> None:
    """Warn of dimensions beside time of which the bands do not say where they lie."""
    extra = dataset.GetMetadataItem("NETCDF_DIM_EXTRA") or ""
    if "," in extra and not u.place and all(len(step.places) == 1 for step in u.steps):
        progress.warning(
            f"The bands of U run over {extra.strip('{}')}: all {len(u.steps)} count as time steps. "
            "Extract one level or member when that is not meant."
        )
