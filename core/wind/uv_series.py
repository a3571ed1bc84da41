"""U and V rasters as one series of winds: what is checked before it is read, and the reading itself.

    pair = open_pair(Band("u10.tif"), Band("v10.tif"), progress)       # one grid, one band per time step in both
    u, v = pair.open().read(0, Window(0, 0, 2, 2))          # step 0: float64 (2, 2), nan where missing

U is the eastward and V the northward component of the motion, m/s, whatever the rasters' CRS: they are relative to
the Earth's meridians, not to the columns of a projected grid. (WRF's own U10 and V10 are not: a warning says so.)
A path is anything GDAL opens, subdatasets included: NETCDF:"era5.nc":u10. Scale and offset are applied.

One dataset per file and thread is held open, however many steps there are. Where GDAL gives the time of a band
(netCDF: NETCDF_DIM_<name> with a "unit since epoch"; GRIB: GRIB_VALID_TIME), both rasters must agree on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import numpy as np
from osgeo import gdal

from ..errors import RasterError
from ..messages import NO_CRS
from ..progress import Progress
from ..raster.crs import spatial_reference
from ..raster.dataset import open_dataset
from ..raster.grid import WGS84, Grid
from ..raster.sources import Band, BandReader, Window
from .messages import NOT_GEOREFERENCED, SAME_RASTER, STEPS_DIFFER

# What GDAL returns for a raster that has no geotransform.
NO_GEOTRANSFORM = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True)
class WindPair:
    """U and V rasters that belong together.

    Attributes
    ----------
    u, v : Band, the first band of each
    grid : Grid, of both
    steps : int, number of bands of each
    times : (steps,) tuple of datetime or None, UTC; None where a file does not say
    """

    u: Band
    v: Band
    grid: Grid
    steps: int
    times: tuple[datetime | None, ...]

    @property
    def name(self) -> str:
        """What messages call the pair."""
        return self.u.name

    def open(self) -> PairReader:
        """Open both files for the calling thread.

        Returns
        -------
        PairReader
        """
        return PairReader(SeriesReader(self.u), SeriesReader(self.v))

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
        return LoadedPair(self.u.name, self.grid, self.steps, u, v)


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
        return u, v


class SeriesReader:
    """Reads all bands of one file as `first` describes its first one; for one thread. Raises as `Band` does."""

    def __init__(self, first: Band) -> None:
        self._first = first
        self._dataset = open_dataset(first.path, first.name)

    def read(self, step: int, window: Window) -> np.ndarray:
        """Return one band in the window.

        Parameters
        ----------
        step : int, 0 for the first band
        window : Window

        Returns
        -------
        (window.rows, window.cols) float64, nan where there is no data
        """
        band = replace(self._first, band=step + 1, label=f"{self._first.name}, band {step + 1}")
        values = BandReader(band, self._dataset).read(window)
        return np.where(np.ma.getmaskarray(values), np.nan, values.data.astype(float))


def open_pair(u_band: Band, v_band: Band, progress: Progress) -> WindPair:
    """Check that U and V belong together and can be used; log what was assumed.

    Parameters
    ----------
    u_band, v_band : Band, the first of each series
    progress : Progress

    Returns
    -------
    WindPair

    Raises
    ------
    RasterError
        for the same raster twice, different numbers of bands, no position on the Earth
    GridMismatchError
        for different grids
    ReadError
        for files that cannot be opened
    """
    u_name, v_name = u_band.name, v_band.name
    if u_band.path == v_band.path:
        raise RasterError(SAME_RASTER, raster=u_name)
    u, v = open_dataset(u_band.path, u_name), open_dataset(v_band.path, v_name)
    if u.RasterCount != v.RasterCount:
        raise RasterError(STEPS_DIFFER, u=u_name, v=v_name, u_steps=u.RasterCount, v_steps=v.RasterCount)
    grid = _wind_grid(u, u_name, progress)
    grid.require_same(_wind_grid(v, v_name, Progress()), u_name, v_name)
    times, v_times = step_times(u), step_times(v)
    differing = [k for k, (a, b) in enumerate(zip(times, v_times)) if a is not None and b is not None and a != b]
    if differing:
        k = differing[0]
        progress.warning(
            f"The times of U and V differ in {len(differing)} of {u.RasterCount} steps; "
            f"step {k + 1} is {times[k]} in U and {v_times[k]} in V. They are paired by band number."
        )
    _warn_of_doubts(u, v, grid, progress)
    return WindPair(u_band, v_band, grid, u.RasterCount, times)


def _wind_grid(dataset: gdal.Dataset, name: str, progress: Progress) -> Grid:
    transform = tuple(dataset.GetGeoTransform())
    grid = Grid(dataset.RasterYSize, dataset.RasterXSize, transform, dataset.GetProjection())
    if transform == NO_GEOTRANSFORM and not grid.crs:
        raise RasterError(NOT_GEOREFERENCED, raster=name)
    if not grid.crs:
        if not _may_be_degrees(grid):
            raise RasterError(NO_CRS, raster=name)
        grid = replace(grid, crs=spatial_reference(WGS84).ExportToWkt())
        progress.warning(
            f"Raster {name} has no CRS. Its coordinates look like longitude and latitude, so EPSG:4326 is taken."
        )
    grid.require_usable(name)
    return grid


def _may_be_degrees(grid: Grid) -> bool:
    west, south, east, north = grid.extent
    _, dx, _, _, _, dy = grid.geotransform
    return west >= -360 - abs(dx) and east <= 360 + abs(dx) and south >= -90 - abs(dy) and north <= 90 + abs(dy)


def step_times(dataset: gdal.Dataset) -> tuple[datetime | None, ...]:
    """Return the time of every band.

    Parameters
    ----------
    dataset : gdal.Dataset

    Returns
    -------
    (bands,) tuple of datetime or None, UTC; None where the file does not say it in a form known here
    """
    units = {
        key[: -len("#units")]: value for key, value in dataset.GetMetadata().items() if key.lower().endswith("#units")
    }
    return tuple(_band_time(dataset.GetRasterBand(n + 1).GetMetadata(), units) for n in range(dataset.RasterCount))


def _band_time(metadata: dict[str, str], units: dict[str, str]) -> datetime | None:
    valid = re.match(r"\s*(-?\d+)", metadata.get("GRIB_VALID_TIME", ""))
    if valid:
        return datetime(1970, 1, 1) + timedelta(seconds=int(valid.group(1)))
    for key, value in metadata.items():
        unit = units.get(key[len("NETCDF_DIM_") :], "") if key.startswith("NETCDF_DIM_") else ""
        since = re.match(r"(second|minute|hour|day)s? since (\d{1,4})-(\d{1,2})-(\d{1,2})", unit)
        if since:
            clock = re.search(r"[ T](\d{1,2}):(\d{2})", unit)
            year, month, day = (int(number) for number in since.groups()[1:])
            hour, minute = (int(number) for number in clock.groups()) if clock else (0, 0)
            try:
                epoch = datetime(year, month, day, hour, minute)
                return epoch + timedelta(seconds=float(value) * SECONDS[since.group(1)])
            except (ValueError, OverflowError):
                return None
    return None


def _warn_of_doubts(u: gdal.Dataset, v: gdal.Dataset, grid: Grid, progress: Progress) -> None:
    """Warn of what in the rasters' own descriptions speaks against reading them as eastward and northward m/s."""
    u_says, v_says = _description(u), _description(v)
    if re.search(r"northward|\bv[-_ ]?(wind|component)|\bv10\b|vgrd", u_says) and re.search(
        r"eastward|\bu[-_ ]?(wind|component)|\bu10\b|ugrd", v_says
    ):
        progress.warning("U describes itself as a northward and V as an eastward wind: they may be swapped.")
    if re.search(r"\b[xy]_wind\b|grid[- ]relative", f"{u_says} {v_says}") or not grid.is_geographic:
        progress.warning(
            "U and V are taken as eastward and northward. Components along the columns and rows of a projected grid "
            "(WRF's U10 and V10, for one) must be rotated to the meridians first."
        )
    unit = (u.GetRasterBand(1).GetUnitType() or "").strip().lower()
    if unit and re.sub(r"[\s*^.\[\]()]|meters?|metres?", "", unit) not in {"m/s", "ms-1", "/s", "s-1", "m/sec", "mps"}:
        progress.warning(f'The unit of U is "{unit}", not m/s: speeds and the calm limit are in that unit.')
    extra = u.GetMetadataItem("NETCDF_DIM_EXTRA") or ""
    if "," in extra:
        progress.warning(
            f"The bands of U run over {extra.strip('{}')}: all {u.RasterCount} count as time steps. "
            "Extract one level or member when that is not meant."
        )


def _description(dataset: gdal.Dataset) -> str:
    band = dataset.GetRasterBand(1)
    metadata = band.GetMetadata()
    keys = ("NETCDF_VARNAME", "standard_name", "long_name", "GRIB_ELEMENT", "GRIB_COMMENT")
    return " ".join([band.GetDescription(), *(metadata.get(key, "") for key in keys)]).lower()
