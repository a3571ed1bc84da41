"""Where the cells of one grid lie in another CRS or raster, and bilinear interpolation between cell centres.

    >>> coarse = Grid(1, 2, (0, 1, 0, 1, 0, -1), "EPSG:4326")          # centres at 0.5 and 1.5 E, 0.5 N
    >>> fine = Grid(1, 1, (1.0, 0.5, 0, 1.0, 0, -1), "EPSG:4326")      # centre at 1.25 E, 0.5 N
    >>> Bilinear.between(fine, Window(0, 0, 1, 1), coarse).apply(np.array([[4.0, 8.0]]))
    [array([7.])]

Windows of one grid give the same positions as the grid in one piece: the mesh that spares transforming every cell
is anchored to the grid, not to the window. Where the mesh is not accurate enough (poles, the antimeridian, the rim
of a projection) every cell is transformed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..raster.crs import same_crs
from ..raster.gdal_environment import quiet_gdal
from ..raster.geodesy import interpolate_mesh, transform_points
from ..raster.grid import Grid
from ..raster.sources import Window

# Mesh widths to try, in cells; even numbers.
MESH_STEPS = (32, 8)
# Positions may be off by this share of the cells that are interpolated between.
POSITION_TOLERANCE = 0.01
# A share of weight that is rounding: a cell centre on a missing neighbour stays missing.
SMALLEST_WEIGHT = 1e-6
# Within so many cells outside the outer ring of cell centres a position takes the ring's value: the raster's own
# extent (half a cell) and half a cell more, and a little for rounding.
EDGE_REACH_CELLS = 1.0 + 1e-9


def centres_in(grid: Grid, window: Window, crs: str, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of a window's cell centres in another CRS.

    Parameters
    ----------
    grid : Grid
    window : Window of `grid`
    crs : str, the other CRS
    tolerance : float, largest error of a position, in the unit of `crs`

    Returns
    -------
    x, y : (rows, cols) float64; nan where a centre has no image in `crs`
    """
    rows = np.arange(window.row, window.row + window.rows)
    cols = np.arange(window.col, window.col + window.cols)
    if same_crs(grid.crs, crs):
        x, y = _centres(grid, rows, cols)
        return x, y
    for step in MESH_STEPS:
        node_rows, node_cols = _nodes(rows, step), _nodes(cols, step)
        x, y = _transformed(grid, node_rows, node_cols, crs)
        if max(_mesh_error(x), _mesh_error(y)) <= tolerance:
            nodes = node_rows - window.row, node_cols - window.col
            return interpolate_mesh(x, *nodes, window.shape), interpolate_mesh(y, *nodes, window.shape)
    return _transformed(grid, rows, cols, crs)


def _centres(grid: Grid, rows: np.ndarray, cols: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    x0, dx, _, y0, _, dy = grid.geotransform
    x, y = np.meshgrid(x0 + (cols + 0.5) * dx, y0 + (rows + 0.5) * dy)
    return x, y


def _transformed(grid: Grid, rows: np.ndarray, cols: np.ndarray, crs: str) -> tuple[np.ndarray, np.ndarray]:
    x, y = _centres(grid, rows, cols)
    with quiet_gdal():
        return transform_points(x, y, grid.crs, crs)


def _nodes(cells: np.ndarray, step: int) -> np.ndarray:
    """Every half step from the multiple of `step` before the first to the one after the last position."""
    first = cells[0] // step * step
    last = max(-(-cells[-1] // step) * step, first + step)
    return np.arange(first, last + 1, step // 2)


def _mesh_error(values: np.ndarray) -> float:
    """Largest error, at the half-step nodes, of interpolating between the full-step ones; inf with a nan anywhere.

    The mesh that is used has half the step, and so about a quarter of this error.
    """
    rows, cols = np.arange(values.shape[0]), np.arange(values.shape[1])
    coarse = interpolate_mesh(values[::2, ::2], rows[::2], cols[::2], (len(rows), len(cols)))
    error = np.abs(coarse - values).max()
    return float(error) if np.isfinite(error) else np.inf


@dataclass(frozen=True)
class Bilinear:
    """Bilinear interpolation from part of a raster to the n cells of a window.

    Attributes
    ----------
    source : Window, the part of the raster to read
    cells : (4, n) intp, positions in `source`, row by row, of each cell's neighbours
    weights : (4, n) float64, sum 1 for the cells that are `reached`, 0 for the others
    reached : (n,) bool
    """

    source: Window
    cells: np.ndarray
    weights: np.ndarray
    reached: np.ndarray

    @classmethod
    def between(cls, grid: Grid, window: Window, raster: Grid) -> Bilinear | None:
        """Prepare interpolation from a raster to the cell centres of a window.

        Parameters
        ----------
        grid : Grid, of the window
        window : Window
        raster : Grid, of the raster to interpolate

        Returns
        -------
        Bilinear or None, None when no cell is within reach of the raster
        """
        _, dx, _, _, _, dy = raster.geotransform
        x, y = centres_in(grid, window, raster.crs, POSITION_TOLERANCE * min(abs(dx), abs(dy)))
        col, row = fractional_cells(x.ravel(), y.ravel(), raster)
        globe_cols = _columns_of_globe(raster)
        in_cols = (
            np.isfinite(col) if globe_cols else (col >= -EDGE_REACH_CELLS) & (col <= raster.cols - 1 + EDGE_REACH_CELLS)
        )
        inside = in_cols & (row >= -EDGE_REACH_CELLS) & (row <= raster.rows - 1 + EDGE_REACH_CELLS)
        if not inside.any():
            return None
        row = np.clip(np.where(inside, row, 0), 0, raster.rows - 1)
        col = np.where(inside, col, col[inside][0])
        col = np.mod(col, globe_cols) if globe_cols else np.clip(col, 0, raster.cols - 1)
        above, before = np.floor(row).astype(np.intp), np.floor(col).astype(np.intp)
        row_share, col_share = row - above, col - before
        before = before % globe_cols if globe_cols else before
        below = np.minimum(above + 1, raster.rows - 1)
        after = (before + 1) % globe_cols if globe_cols else np.minimum(before + 1, raster.cols - 1)
        first_row, first_col = int(above[inside].min()), int(min(before.min(), after.min()))
        source = Window(
            first_row,
            first_col,
            int(below[inside].max()) - first_row + 1,
            int(max(before.max(), after.max())) - first_col + 1,
        )
        above, below = (np.where(inside, r - first_row, 0) for r in (above, below))
        before, after = before - first_col, after - first_col
        cells = np.stack([r * source.cols + c for r in (above, below) for c in (before, after)])
        weights = np.stack([a * b for a in (1 - row_share, row_share) for b in (1 - col_share, col_share)])
        return cls(source, cells, weights * inside, inside)

    def apply(self, *layers: np.ndarray) -> list[np.ndarray]:
        """Interpolate layers that are nan in the same cells.

        Missing neighbours are left out and the weights of the others raised to sum to 1.

        Parameters
        ----------
        *layers : (source.rows, source.cols) float64

        Returns
        -------
        list of (n,) float64, nan where all neighbours are missing, and out of reach
        """
        missing = np.isnan(layers[0]).ravel()
        if not missing.any():
            results = [self._sum(layer.ravel(), self.weights) for layer in layers]
            present = self.reached.astype(float)
        else:
            weights = self.weights * ~missing[self.cells]
            results = [self._sum(np.where(missing, 0.0, layer.ravel()), weights) for layer in layers]
            present = weights.sum(axis=0)
        if missing.any() or not self.reached.all():
            divisor = np.where(present > SMALLEST_WEIGHT, present, np.nan)
            results = [result / divisor for result in results]
        return results

    def _sum(self, values: np.ndarray, weights: np.ndarray) -> np.ndarray:
        total = weights[0] * values.take(self.cells[0])
        for cells, weight in zip(self.cells[1:], weights[1:]):
            total += weight * values.take(cells)
        return total


def fractional_cells(x: np.ndarray, y: np.ndarray, raster: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Return positions in units of cells, 0 at the centre of the first one.

    Parameters
    ----------
    x, y : (...) float64, in the raster's CRS; longitudes are taken by whole turns next to the raster
    raster : Grid

    Returns
    -------
    col, row : (...) float64
    """
    x0, dx, _, y0, _, dy = raster.geotransform
    if raster.is_geographic:
        middle, turn = x0 + dx * raster.cols / 2, full_turn(raster)
        x = middle + np.mod(x - middle + turn / 2, turn) - turn / 2
    return (x - x0) / dx - 0.5, (y - y0) / dy - 0.5


def full_turn(grid: Grid) -> float:
    """Return 360 degrees in the angular unit of a geographic grid's CRS.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    float
    """
    return float(2 * np.pi / grid.reference.GetAngularUnits())


def _columns_of_globe(raster: Grid) -> int:
    """Return the number of columns when the last one meets the first, otherwise 0."""
    if not raster.is_geographic:
        return 0
    width = abs(raster.geotransform[1])
    return raster.cols if abs(raster.cols * width - full_turn(raster)) < 0.01 * width else 0
