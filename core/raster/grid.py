"""The grid: where cells are, how large they are, which way north is.

    >>> grid = Grid(rows=2, cols=2, geotransform=(100.0, 0.5, 0, 30.0, 0, -0.5), crs="EPSG:4326")
    >>> [round(float(a)) for a in grid.cell_area_ha()[:, 0]]   # a half-degree cell shrinks towards the pole
    [268050, 269350]

Conventions
- `geotransform` is GDAL's: x of the upper left corner, dx, 0, y of the upper left corner, 0, dy; dy is
  negative when rows run from north to south. Rotated grids are refused.
- Areas are hectares. On geographic grids they are ellipsoidal, one value per row (zone between two parallels,
  Snyder 1987, USGS Professional Paper 1395, eq. 3-12); on projected grids planar, in the CRS's unit turned to metres.
- Bearings are degrees clockwise. A *grid* bearing counts from the +y axis of the grid, a *true* bearing from
  the meridian: `grid bearing = true bearing + north_rotation`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from osgeo import osr

from ..errors import GridMismatchError, RasterError
from ..messages import NO_CRS
from ..phrases import Listing, Phrase
from .messages import (
    CELLS_AGAINST,
    CRS_AGAINST,
    GRID_MISMATCH,
    GRID_ROTATED,
    GRID_WORDS,
    SHIFTED,
    SIZE_AGAINST,
    WITHOUT_CRS,
)

# Cells may be off by this share of a cell before two grids count as different: files round their origins.
ALIGNMENT_TOLERANCE = 1e-3
# Units of area: a hectare is 10 000 m², a square kilometre 100 ha.
M2_PER_HA = 10_000.0
HA_PER_KM2 = 100.0
KM2_PER_HA = 0.01
# Longitude and latitude on the WGS 84 ellipsoid, degrees.
WGS84 = "EPSG:4326"


def spatial_reference(crs: str) -> osr.SpatialReference:
    """Return the CRS given as text, with x = east, y = north whatever its authority says.

    Parameters
    ----------
    crs : str
        WKT, PROJ text or "EPSG:n"; an empty text gives an empty CRS.

    Returns
    -------
    osr.SpatialReference
    """
    reference = osr.SpatialReference()
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    if crs:
        reference.SetFromUserInput(crs)
    return reference


def same_crs(first: str, second: str) -> bool:
    """Return True when both texts describe the same CRS (or both are empty).

    Parameters
    ----------
    first, second : str
        WKT, PROJ text or "EPSG:n".

    Returns
    -------
    bool
    """
    if first == second or not first or not second:
        return first == second
    reference, other = spatial_reference(first), spatial_reference(second)
    # x is east here whatever the authority says: the order of axes makes no difference.
    criterion = "EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS"
    if reference.IsSame(other, [f"CRITERION={criterion}", "IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES"]):
        return True
    # That is for degrees only. Gauss-Krueger CRS name their northing first, too; Esri's WKT has no axes.
    esri = ["FORMAT=WKT1_ESRI"]
    projected = reference.IsProjected() and other.IsProjected()
    return bool(projected and reference.ExportToWkt(esri) == other.ExportToWkt(esri))


@dataclass(frozen=True)
class Grid:
    """A raster's frame: shape, position and CRS. Immutable and picklable.

    Parameters
    ----------
    rows, cols : int
    geotransform : tuple of six float
        GDAL's, in the CRS's unit: x of the upper left corner, dx, 0, y of the upper left corner, 0, dy.
    crs : str
        WKT; empty when unknown.
    """

    rows: int
    cols: int
    geotransform: tuple[float, float, float, float, float, float]
    crs: str

    @property
    def cells(self) -> int:
        """Number of cells."""
        return self.rows * self.cols

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, cols)."""
        return self.rows, self.cols

    @cached_property
    def reference(self) -> osr.SpatialReference:
        """The CRS as an osr object, x = east."""
        return spatial_reference(self.crs)

    def __getstate__(self) -> dict[str, object]:
        """Leave out the cached osr object, which cannot be pickled."""
        return {key: self.__dict__[key] for key in ("rows", "cols", "geotransform", "crs")}

    @property
    def is_geographic(self) -> bool:
        """True when x and y are degrees."""
        return bool(self.crs) and bool(self.reference.IsGeographic())

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """(xmin, ymin, xmax, ymax) in the CRS's unit."""
        x0, dx, _, y0, _, dy = self.geotransform
        xs, ys = (x0, x0 + dx * self.cols), (y0, y0 + dy * self.rows)
        return min(xs), min(ys), max(xs), max(ys)

    def require_usable(self, name: str) -> None:
        """Refuse a grid whose cell areas would be guesses.

        Parameters
        ----------
        name : str
            What messages call the raster.

        Raises
        ------
        RasterError
            When the grid has no CRS, or is rotated or sheared.
        """
        if not self.crs:
            raise RasterError(NO_CRS, raster=name)
        if self.geotransform[2] or self.geotransform[4]:
            raise RasterError(GRID_ROTATED, raster=name)

    def window(self, row: int, col: int, rows: int, cols: int) -> Grid:
        """Return the grid of a rectangle of cells.

        Parameters
        ----------
        row, col, rows, cols : int
            First row and column, counted from 0, and size.

        Returns
        -------
        Grid
        """
        x0, dx, rx, y0, ry, dy = self.geotransform
        origin = (x0 + col * dx + row * rx, y0 + col * ry + row * dy)
        return Grid(rows, cols, (origin[0], dx, rx, origin[1], ry, dy), self.crs)

    def centre(self, row: Any, col: Any) -> tuple[Any, Any]:
        """Return the centres of cells.

        Parameters
        ----------
        row, col : float or array of any shape
            Positions counted from 0; fractions and cells outside the grid are fine.

        Returns
        -------
        x, y : float or array of the same shape, in the CRS's unit
        """
        x0, dx, _, y0, _, dy = self.geotransform
        return x0 + (col + 0.5) * dx, y0 + (row + 0.5) * dy

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the cell that holds a point.

        Parameters
        ----------
        x, y : float, in the CRS's unit

        Returns
        -------
        (row, col) counted from 0, or None outside the grid
        """
        x0, dx, _, y0, _, dy = self.geotransform
        row, col = math.floor((y - y0) / dy), math.floor((x - x0) / dx)
        return (row, col) if 0 <= row < self.rows and 0 <= col < self.cols else None

    def describe(self) -> str:
        """Return one line that a user can compare: size, cell size, origin, CRS.

        Returns
        -------
        Phrase
        """
        x0, dx, _, y0, _, dy = self.geotransform
        return Phrase(
            GRID_WORDS,
            cols=self.cols,
            rows=self.rows,
            width=f"{dx:.10g}",
            height=f"{abs(dy):.10g}",
            left=f"{x0:.10g}",
            top=f"{y0:.10g}",
            crs=self.crs_name,
        )

    @property
    def crs_name(self) -> str:
        """Authority code or name of the CRS; its definition when it has neither."""
        if not self.crs:
            return Phrase(WITHOUT_CRS)
        code = self.reference.GetAuthorityCode(None)
        if code:
            return f"{self.reference.GetAuthorityName(None)}:{code}"
        name = str(self.reference.GetName())
        return str(self.reference.ExportToProj4()) if name == "unknown" else name

    def differences(self, other: Grid) -> list[str]:
        """Say in words what sets another grid apart from this one.

        Parameters
        ----------
        other : Grid

        Returns
        -------
        list of Phrase
            Empty when the cells coincide, to within `ALIGNMENT_TOLERANCE` of a cell at every corner.
        """
        differences: list[str] = []
        if not same_crs(self.crs, other.crs):
            differences.append(Phrase(CRS_AGAINST, first=self.crs_name, second=other.crs_name))
        x0, dx, _, y0, _, dy = self.geotransform
        ox, odx, _, oy, _, ody = other.geotransform
        # The cell sizes agree when the far corner, after all rows and columns, is still within tolerance.
        drift_x, drift_y = abs(odx - dx) * self.cols, abs(ody - dy) * self.rows
        if drift_x > ALIGNMENT_TOLERANCE * abs(dx) or drift_y > ALIGNMENT_TOLERANCE * abs(dy):
            sizes = {"first": f"{dx:.10g} x {dy:.10g}", "second": f"{odx:.10g} x {ody:.10g}"}
            differences.append(Phrase(SIZE_AGAINST, **sizes))
        else:
            shift_x, shift_y = (ox - x0) / dx, (oy - y0) / dy
            if max(abs(shift_x), abs(shift_y)) > ALIGNMENT_TOLERANCE:
                # Adding 0 makes -0 a 0.
                differences.append(Phrase(SHIFTED, columns=f"{shift_x + 0.0:.6g}", rows=f"{shift_y + 0.0:.6g}"))
        if self.shape != other.shape:
            differences.append(
                Phrase(CELLS_AGAINST, first=f"{self.cols} x {self.rows}", second=f"{other.cols} x {other.rows}")
            )
        return differences

    def require_same(self, other: Grid, name: str, other_name: str) -> None:
        """Refuse a grid with other cells.

        Parameters
        ----------
        other : Grid
        name, other_name : str
            What messages call the two rasters.

        Raises
        ------
        GridMismatchError
            With both grids, and in words how they differ.
        """
        differences = self.differences(other)
        if differences:
            raise GridMismatchError(
                GRID_MISMATCH,
                first=name,
                second=other_name,
                first_grid=self.describe(),
                second_grid=other.describe(),
                differences=Listing(differences, "; "),
            )

    @property
    def metres_per_unit(self) -> float:
        """Metres in one unit of a projected CRS."""
        return float(self.reference.GetLinearUnits()) or 1.0

    def cell_area_ha(self, row: int = 0, rows: int | None = None) -> np.ndarray:
        """Return the areas of the cells of some rows; all cells of a row are equal.

        Parameters
        ----------
        row, rows : int
            First row, counted from 0, and how many; by default all from `row` on.

        Returns
        -------
        (rows, 1) float64, ha

        References
        ----------
        Geographic grids: Snyder 1987, USGS Professional Paper 1395, eq. 3-12.
        """
        count = self.rows - row if rows is None else rows
        _, dx, _, y0, _, dy = self.geotransform
        if not self.is_geographic:
            return np.full((count, 1), abs(dx * dy) * self.metres_per_unit**2 / M2_PER_HA)
        unit = self.reference.GetAngularUnits()
        edges = np.clip((y0 + dy * np.arange(row, row + count + 1)) * unit, -np.pi / 2, np.pi / 2)
        bands = np.abs(self._area_between(edges[:-1], edges[1:]))
        return (bands * abs(dx) * unit / M2_PER_HA)[:, None]

    def _area_between(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return the area between two latitudes (radians), m² per radian of longitude; negative from north to south.

        Snyder 1987, eq. 3-12, as a difference: minor^2 / 2 * [s / (1 - e^2 s^2) + artanh(e s) / e] with s the sine of
        latitude. The difference is taken within the formula, where nearly equal terms do not cancel: 10 m cells, too,
        are exact to 1e-9.
        """
        major, minor = self.reference.GetSemiMajor(), self.reference.GetSemiMinor()
        squared = max(0.0, 1.0 - (minor / major) ** 2)
        step = 2 * np.cos((start + end) / 2) * np.sin((end - start) / 2)
        if squared < 1e-18:
            return major**2 * step
        first, last = np.sin(start), np.sin(end)
        both = squared * first * last
        rational = step * (1 + both) / ((1 - squared * first**2) * (1 - squared * last**2))
        eccentricity = math.sqrt(squared)
        return minor**2 / 2 * (rational + np.arctanh(eccentricity * step / (1 - both)) / eccentricity)

    def cell_size_m(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the cells' width and height on the ground, at the centre of each row.

        Geographic grids have arc lengths by the ellipsoid's radii of curvature, so that dx shrinks towards the poles;
        projected grids the CRS's own lengths.

        Returns
        -------
        dx, dy : (rows,) float64, m
        """
        _, dx, _, y0, _, dy = self.geotransform
        if not self.is_geographic:
            unit = self.metres_per_unit
            return np.full(self.rows, abs(dx) * unit), np.full(self.rows, abs(dy) * unit)
        unit = self.reference.GetAngularUnits()
        latitude = (y0 + dy * (np.arange(self.rows) + 0.5)) * unit
        major, minor = self.reference.GetSemiMajor(), self.reference.GetSemiMinor()
        squared = 1 - (minor / major) ** 2
        curve = 1 - squared * np.sin(latitude) ** 2
        across = major / np.sqrt(curve) * np.cos(latitude)
        along = major * (1 - squared) / curve**1.5
        return across * abs(dx) * unit, along * abs(dy) * unit

    @property
    def rows_run_south(self) -> bool:
        """True when row 0 is the northern edge, as in nearly every raster."""
        return self.geotransform[5] < 0
