"""Winds along a grid's own axes, turned to the true east and north.

Models on rotated or projected grids may give u along the rows and v along the columns. The angle is that of the columns
at each cell: with a the true bearing of the grid's +y axis,

    east = u cos a + v sin a,    north = -u sin a + v cos a.

The bearing is that of a short step along +y, by the radii of curvature of the CRS's ellipsoid (Snyder 1987, eq. 4-18
and 4-20); grids on which such winds are given are conformal: their +x axis is a quarter turn on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...raster.geodesy import geographic_crs, transform_points
from ...raster.grid import Grid, spatial_reference
from ...raster.sources import Window

# Share of a cell that the step along +y takes to either side.
_STEP = 0.01
# The sphere of most models, in m (WMO, GRIB 2, code table 3.2: 6).
SPHERE_RADIUS = 6_371_229.0
# Points transformed at once: Python keeps a tuple of each.
_POINTS = 100_000


def is_rotated(crs: str) -> bool:
    """Return True for a CRS of longitudes and latitudes whose pole is moved.

    Parameters
    ----------
    crs : str
        WKT or PROJ text.

    Returns
    -------
    bool
    """
    return "DERIVINGCONVERSION" in crs or "Pole rotation" in crs or "ob_tran" in crs


def rotated_crs(metadata: dict[str, str]) -> str:
    """Return the CRS of a netCDF's rotated pole; older GDALs, and newer ones without its sphere, leave it out.

    Parameters
    ----------
    metadata : dict of str
        Of the dataset: <grid mapping>#grid_north_pole_latitude and such.

    Returns
    -------
    str
        WKT, on the sphere of GRIB where no radius is said; "" without the pole.
    """
    said = {key.rsplit("#", 1)[-1]: value for key, value in metadata.items() if "#" in key}
    try:
        latitude = float(said["grid_north_pole_latitude"])
        longitude = float(said["grid_north_pole_longitude"])
        own = float(said.get("north_pole_grid_longitude", "0"))
        radius = float(said.get("earth_radius", SPHERE_RADIUS))
    except (KeyError, ValueError):
        return ""
    text = (
        f"+proj=ob_tran +o_proj=longlat +o_lon_p={own!r} +o_lat_p={latitude!r} +lon_0={longitude + 180!r} +R={radius!r}"
    )
    return str(spatial_reference(f"{text} +no_defs").ExportToWkt())


def grid_bearings(grid: Grid, window: Window) -> np.ndarray:
    """Return the true bearing of the grid's +y axis at cell centres.

    Parameters
    ----------
    grid : Grid
    window : Window

    Returns
    -------
    (window.rows, window.cols) float64, radians clockwise from true north
    """
    rows = np.arange(window.row, window.row + window.rows) + 0.5
    cols = np.arange(window.col, window.col + window.cols) + 0.5
    x0, dx, _, y0, _, dy = grid.geotransform
    geographic = base_crs(grid)
    reference = spatial_reference(geographic)
    unit, major, minor = reference.GetAngularUnits(), reference.GetSemiMajor(), reference.GetSemiMinor()
    squared = 1 - (minor / major) ** 2
    found = np.empty(window.shape)
    at_once = max(1, _POINTS // window.cols)
    for first in range(0, window.rows, at_once):
        x, y = np.meshgrid(x0 + dx * cols, y0 + dy * rows[first : first + at_once])
        step = _STEP * abs(dy)
        west, south = transform_points(x, y - step, grid.crs, geographic)
        east, north = transform_points(x, y + step, grid.crs, geographic)
        turn = np.mod((east - west) * unit + np.pi, 2 * np.pi) - np.pi
        latitude = (south + north) / 2 * unit
        curve = 1 - squared * np.sin(latitude) ** 2
        across, along = turn * np.cos(latitude), (north - south) * unit * (1 - squared) / curve
        found[first : first + at_once] = np.arctan2(across, along)
    return found


def base_crs(grid: Grid) -> str:
    """Return the CRS of true longitudes and latitudes below the grid's.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    str, WKT
    """
    if not is_rotated(grid.crs):
        return geographic_crs(grid)
    reference = spatial_reference(grid.crs)
    major, flattening = reference.GetSemiMajor(), reference.GetInvFlattening()
    return str(
        spatial_reference(
            f"+proj=longlat +a={major!r} +rf={flattening!r} +no_defs"
            if flattening
            else f"+proj=longlat +R={major!r} +no_defs"
        ).ExportToWkt()
    )


@dataclass
class AxesTurn:
    """Turns winds of one grid; keeps the angles of the last window, so one for each thread.

    Attributes
    ----------
    grid : Grid, of the winds
    """

    grid: Grid
    _window: Window | None = field(default=None, repr=False)
    _cosine: np.ndarray = field(default_factory=lambda: np.ones(0), repr=False)
    _sine: np.ndarray = field(default_factory=lambda: np.zeros(0), repr=False)

    def apply(self, u: np.ndarray, v: np.ndarray, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return the eastward and northward components.

        Parameters
        ----------
        u, v : (window.rows, window.cols) float64, along the grid's +x and +y
        window : Window

        Returns
        -------
        east, north : (window.rows, window.cols) float64
        """
        if window != self._window:
            bearing = grid_bearings(self.grid, window)
            self._cosine, self._sine, self._window = np.cos(bearing), np.sin(bearing), window
        return u * self._cosine + v * self._sine, v * self._cosine - u * self._sine
