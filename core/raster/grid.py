"""The grid: where cells are, how large they are, which way north is.

    >>> grid = Grid(rows=2, cols=2, geotransform=(100.0, 0.5, 0, 30.0, 0, -0.5), crs="EPSG:4326")
    >>> [round(float(a)) for a in grid.cell_area_ha()[:, 0]]   # a half-degree cell shrinks towards the pole
    [268050, 269350]

Conventions
- `geotransform` is GDAL's: x of the upper left corner, dx, 0, y of the upper left corner, 0, dy; dy is
  negative when rows run from north to south. Rotated grids are refused; terms of rotation that shift no corner by more
  than `ALIGNMENT_TOLERANCE` of a cell are none.
- Areas are hectares. On geographic grids they are ellipsoidal, one value per row (zone between two parallels,
  Snyder 1987, USGS Professional Paper 1395, eq. 3-12); on projected grids planar, in the CRS's unit turned to metres.
- Bearings are degrees clockwise. A *grid* bearing counts from the +y axis of the grid, a *true* bearing from
  the meridian: `ground_steps` has the way from one to the other.
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
from ..progress import Progress
from .crs import crs_fault, describe_crs, same_crs, shift_between, spatial_reference
from .messages import (
    CELLS_AGAINST,
    CRS_AGAINST,
    CRS_NOT_OF_DEGREES,
    CRS_OF_DEGREES,
    CRS_UNUSABLE,
    GRID_MISMATCH,
    GRID_NOT_FINITE,
    GRID_ROTATED,
    GRID_WORDS,
    ROTATION_AGAINST,
    SHIFTED,
    SIZE_AGAINST,
)

# Cells may be off by this share of a cell before two grids count as different: files round their origins.
ALIGNMENT_TOLERANCE = 1e-3
# Units of area: a hectare is 10 000 m², a square kilometre 100 ha.
M2_PER_HA = 10_000.0
HA_PER_KM2 = 100.0
KM2_PER_HA = 0.01
# No longitude, latitude is further from 0, be it in degrees or grads and two turns from 0; metres are.
FURTHEST_X, FURTHEST_Y = 800.0, 100.0
# Where all is within 360 and 90 of 0, smaller cells are of degrees, m.
SMALLEST_CELL = 0.5
# Longitude and latitude on the WGS 84 ellipsoid, degrees.
WGS84 = "EPSG:4326"


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

    def __post_init__(self) -> None:
        """Drop terms of rotation that are rounding."""
        x0, dx, turn_x, y0, turn_y, dy = self.geotransform
        if (turn_x or turn_y) and (
            abs(turn_x) * self.rows <= ALIGNMENT_TOLERANCE * abs(dx)
            and abs(turn_y) * self.cols <= ALIGNMENT_TOLERANCE * abs(dy)
        ):
            object.__setattr__(self, "geotransform", (x0, dx, 0.0, y0, 0.0, dy))

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
    def has_turned_pole(self) -> bool:
        """True when x and y are degrees about a pole that is not the Earth's, as regional climate models use them."""
        return self.is_geographic and bool(self.reference.IsDerivedGeographic())

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
            When the grid has no CRS, one from which no place follows, or one that its coordinates cannot be in; when
            its position or its cells' size is no number or 0; when it is rotated or sheared.
        """
        if not self.crs:
            raise RasterError(NO_CRS, raster=name)
        fault = crs_fault(self.crs)
        if fault:
            raise RasterError(CRS_UNUSABLE, raster=name, crs=describe_crs(self.crs), fault=fault)
        if not all(map(math.isfinite, self.geotransform)) or not self.geotransform[1] * self.geotransform[5]:
            numbers = ", ".join(f"{number:.10g}" for number in self.geotransform)
            raise RasterError(GRID_NOT_FINITE, raster=name, numbers=numbers)
        fault = self._fault_of_coordinates()
        if fault:
            raise RasterError(CRS_UNUSABLE, raster=name, crs=describe_crs(self.crs), fault=Phrase(fault))
        if self.geotransform[2] or self.geotransform[4]:
            raise RasterError(GRID_ROTATED, raster=name)

    def _fault_of_coordinates(self) -> str:
        """Return what is wrong with a CRS of degrees for metres, or of metres for degrees; "" when nothing is."""
        x0, y0, x1, y1 = self.extent
        dx, dy = abs(self.geotransform[1]), abs(self.geotransform[5])
        furthest = max(-x0, x1), max(-y0, y1)
        if self.is_geographic:
            return CRS_OF_DEGREES if furthest[0] > FURTHEST_X + dx or furthest[1] > FURTHEST_Y + dy else ""
        degrees = furthest[0] <= 360 and furthest[1] <= 90 and max(dx, dy) < SMALLEST_CELL
        # Not of kilometres.
        return CRS_NOT_OF_DEGREES if degrees and self.reference.GetLinearUnits() < 2 else ""

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
        return describe_crs(self.crs)

    def equals_crs_of(self, other: Grid) -> bool:
        """Return whether another grid's CRS is this one, in the same words or in others.

        Parameters
        ----------
        other : Grid

        Returns
        -------
        bool
            True, too, for CRS between which no corner of this grid moves by more than `ALIGNMENT_TOLERANCE` of a cell.
        """
        if same_crs(self.crs, other.crs):
            return True
        _, dx, _, _, _, dy = self.geotransform
        row, col = np.meshgrid(np.linspace(-0.5, self.rows - 0.5, 5), np.linspace(-0.5, self.cols - 0.5, 5))
        shift_x, shift_y = shift_between(self.crs, other.crs, *self.centre(row.ravel(), col.ravel()))
        return shift_x <= ALIGNMENT_TOLERANCE * abs(dx) and shift_y <= ALIGNMENT_TOLERANCE * abs(dy)

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
        if not self.equals_crs_of(other):
            differences.append(Phrase(CRS_AGAINST, first=self.crs_name, second=other.crs_name))
        x0, dx, turn_x, y0, turn_y, dy = self.geotransform
        ox, odx, other_x, oy, other_y, ody = other.geotransform
        if abs(other_x - turn_x) * self.rows > ALIGNMENT_TOLERANCE * abs(dx) or abs(
            other_y - turn_y
        ) * self.cols > ALIGNMENT_TOLERANCE * abs(dy):
            turns = {"first": f"({turn_x:.10g}, {turn_y:.10g})", "second": f"({other_x:.10g}, {other_y:.10g})"}
            differences.append(Phrase(ROTATION_AGAINST, **turns))
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

    def require_same(self, other: Grid, name: str, other_name: str, progress: Progress | None = None) -> None:
        """Refuse a grid with other cells.

        Parameters
        ----------
        other : Grid
        name, other_name : str
            What messages call the two rasters.
        progress : Progress, optional
            Told when the CRS are the same one in other words.

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
        if progress is not None and not same_crs(self.crs, other.crs):
            progress.info(
                f"{other_name} is in {other.crs_name}, {name} in {self.crs_name}: taken as the same, since no corner "
                f"moves by more than {ALIGNMENT_TOLERANCE:g} of a cell."
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
        projected grids the CRS's own lengths, on the map (on the ground: `ground_steps`).

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
