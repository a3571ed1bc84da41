"""Steps of a grid on the ground: what one column and one row are, east and north, anywhere on a projected grid.

A map shows true bearings turned, and lengths stretched by a factor that depends on place and direction. Near a cell all
of that is one matrix (the inverse of the projection's Jacobian, times the cell's size): its columns are the way on the
ground, metres east and north, of a step to the next column and of a step up the map. So

    ground = M (columns, rows up)        and the cells that a bearing b leads through:  M^-1 (sin b, cos b)

"The ground" is the ellipsoid of the grid's own CRS; for a CRS on a sphere of the Earth's size, such as MODIS's
sinusoidal grid, it is WGS 84: latitudes on such maps are those of WGS 84, and a sphere makes lengths up to 0.5 % wrong.

M is computed at the nodes of a lattice and interpolated bilinearly. Nodes are as dense as it takes for an error of
3e-4 (0.02 degrees; lengths 0.03 %), but never more than one node in 256 cells of a large grid: only where the
projection has a pole or an edge is this not enough, and then in the cells around it.

Example: EPSG:6933 keeps areas, not shapes. At 50 degrees north a cell of 1 km is 743 m wide and 1346 m high:
M = [[743, 0], [0, 1346]]. Wind to the northeast there goes 1.35 columns for every 0.74 rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from .geodesy import HALF_STEP_M, geographic_crs, ground_axes, transform_points
from .grid import Grid, spatial_reference

# Largest error of interpolation, relative to the shorter of the matrix's two axes.
TOLERANCE = 3e-4
# Columns or rows along which M differs by less than this are all alike.
_ALIKE = 1e-7
# A cylindrical map on which cells keep their shape to this is conformal, and they keep it exactly.
_CONFORMAL = 1e-6
# A cell's shorter axis, of its longer one, below which it is no cell: beyond the edge or at a pole of the projection.
_SLIVER = 1e-3
_FIRST_NODES, _NODES_WITH_EDGE, _ATTEMPTS = 9, 33, 4
_FEW_NODES, _MANY_NODES, _CELLS_PER_NODE = 6_000, 1 << 16, 256


@dataclass(frozen=True)
class LatticeWindow:
    """Values interpolated to the columns of a window, at those rows of nodes that the window lies between.

    Attributes
    ----------
    rows : (k,) float64, rows of nodes, in cells
    values : (fields, k, columns of the window, or 1 where all columns are alike) float64 or float32
    """

    rows: np.ndarray
    values: np.ndarray

    def strip(self, row: int, rows: int) -> np.ndarray:
        """Return the values of some rows of cells.

        Parameters
        ----------
        row, rows : int
            First row, counted as the nodes are, and how many.

        Returns
        -------
        (fields, rows, columns) float64 or float32; columns 1 where all are alike, rows 1 where all of the grid are
        """
        if self.rows.size == 1:
            return self.values
        at = np.arange(row, row + rows)
        below = np.clip(np.searchsorted(self.rows, at, side="right"), 1, self.rows.size - 1)
        result = np.empty((self.values.shape[0], rows, self.values.shape[2]), self.values.dtype)
        for node in np.unique(below):
            here = np.flatnonzero(below == node)
            inside = slice(int(here[0]), int(here[-1]) + 1)
            first, last = self.rows[node - 1], self.rows[node]
            share = np.clip((at[inside] - first) / (last - first), 0.0, 1.0)[:, None].astype(result.dtype)
            from_value, to_value = self.values[:, node - 1, None], self.values[:, node, None]
            np.multiply(to_value - from_value, share, out=result[:, inside])
            result[:, inside] += from_value
        return result


@dataclass(frozen=True)
class Lattice:
    """Values at the nodes of a lattice over a grid, to be interpolated bilinearly.

    Attributes
    ----------
    rows, cols : (m,), (n,) float64, ascending
        Positions of the nodes, in cells; node 0 is the centre of cell 0. One node: the same everywhere.
    values : (fields, m, n) float64 or float32
    """

    rows: np.ndarray
    cols: np.ndarray
    values: np.ndarray

    def window(self, row: int, col: int, rows: int, cols: int) -> LatticeWindow:
        """Interpolate to the columns of a rectangle of cells; what a cell gets does not depend on the rectangle.

        Parameters
        ----------
        row, col, rows, cols : int
            First row and column, counted from 0, and size.

        Returns
        -------
        LatticeWindow
        """
        down = slice(None)
        if self.rows.size > 1:
            begin = int(np.searchsorted(self.rows, row, side="right")) - 1
            end = int(np.searchsorted(self.rows, row + rows - 1, side="left")) + 1
            down = slice(max(0, min(begin, self.rows.size - 2)), max(end, 2))
        return LatticeWindow(self.rows[down], _along(self.values[:, down], self.cols, np.arange(col, col + cols)))

    def at(self, row: np.ndarray, col: np.ndarray) -> np.ndarray:
        """Interpolate to points.

        Parameters
        ----------
        row, col : (points,) float, in cells

        Returns
        -------
        (fields, points) float64; beyond the nodes as at the nearest edge
        """
        upper, share_down = _between(self.rows, row)
        first, share_right = _between(self.cols, col)
        lower, last = np.minimum(upper + 1, self.rows.size - 1), np.minimum(first + 1, self.cols.size - 1)
        above = self.values[:, upper, first] * (1 - share_right) + self.values[:, upper, last] * share_right
        below = self.values[:, lower, first] * (1 - share_right) + self.values[:, lower, last] * share_right
        return np.asarray(above * (1 - share_down) + below * share_down)


def _between(nodes: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the node at or before each position, and the share of the next one."""
    if nodes.size == 1:
        return np.zeros(np.shape(at), dtype=np.intp), np.zeros(np.shape(at))
    node = np.clip(np.searchsorted(nodes, at, side="right") - 1, 0, nodes.size - 2)
    return node, np.clip((at - nodes[node]) / (nodes[node + 1] - nodes[node]), 0.0, 1.0)


def _along(values: np.ndarray, nodes: np.ndarray, at: np.ndarray) -> np.ndarray:
    if nodes.size == 1:
        return values
    node, share = _between(nodes, at)
    from_value, share = values[..., node], share.astype(values.dtype)
    return np.asarray(from_value + (values[..., node + 1] - from_value) * share)


@dataclass(frozen=True)
class GroundSteps:
    """The matrix M of a grid at the nodes of a lattice.

    Attributes
    ----------
    lattice : Lattice
        Four fields, metres: M row by row, so east of a step to the next column, east of a step up the map, and north of
        both.
    """

    lattice: Lattice

    @classmethod
    def of(cls, grid: Grid) -> GroundSteps | None:
        """Transform the nodes of a lattice over a grid, as many as it takes.

        Parameters
        ----------
        grid : Grid

        Returns
        -------
        GroundSteps, or None where x and y are degrees about the Earth's own poles: there the axes are true, and
        `Grid.cell_size_m` is all
        """
        if grid.is_geographic and not grid.has_turned_pole:
            return None
        rows, cols, values = _dense_lattice(grid)
        values = _fill_gaps(values, rows, cols, grid)
        largest = np.abs(values).max()
        if np.abs(values[1:3]).max() < _ALIKE * largest:
            values[1:3] = 0.0
            shape = abs(grid.geotransform[1] / grid.geotransform[5])
            if np.abs(values[0] / (shape * values[3]) - 1.0).max() < _CONFORMAL:
                values[0] = shape * values[3]
        if np.ptp(values, axis=1).max() < _ALIKE * largest:
            rows, values = rows[:1], values[:, :1]
        if np.ptp(values, axis=2).max() < _ALIKE * largest:
            cols, values = cols[:1], values[:, :, :1]
        return cls(Lattice(rows, cols, values))

    @classmethod
    def uniform(cls, matrix: ArrayLike) -> GroundSteps:
        """Return steps that are the same in all cells.

        Parameters
        ----------
        matrix : (2, 2) float, metres, M

        Returns
        -------
        GroundSteps
        """
        node = np.zeros(1)
        return cls(Lattice(node, node, np.asarray(matrix, dtype=np.float64).reshape(4, 1, 1)))

    @cached_property
    def mirrored(self) -> bool:
        """True where a turn to the right on the map is one to the left on the ground: a westing beside a northing."""
        a, b, c, d = self.lattice.values
        return bool(np.median(a * d - b * c) < 0)

    @cached_property
    def axes_true(self) -> bool:
        """True where columns run east and rows north, and only lengths differ, as on cylindrical maps."""
        a, b, c, d = self.lattice.values
        return self.lattice.cols.size == 1 and not b.any() and not c.any() and bool(a.min() > 0 and d.min() > 0)

    def displacement(
        self, row: np.ndarray, col: np.ndarray, columns: np.ndarray, rows_up: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return what steps on the grid are on the ground.

        Parameters
        ----------
        row, col : (n,) float
            Middles of the steps, in cells.
        columns, rows_up : (n,) float
            The steps, in cells; up is where the map's y grows.

        Returns
        -------
        east, north : (n,) float64, metres
        """
        a, b, c, d = self.lattice.at(row, col)
        return a * columns + b * rows_up, c * columns + d * rows_up

    def north_on_map(self, grid: Grid) -> np.ndarray:
        """Return the way to true north at the nodes, as it is seen on the map.

        Parameters
        ----------
        grid : Grid

        Returns
        -------
        (m, n) float64, degrees clockwise from up
        """
        return map_angles(self.lattice.values, grid, np.zeros(1))


def map_angles(matrix: np.ndarray, grid: Grid, bearing: ArrayLike) -> np.ndarray:
    """Return how a way on the ground runs on the map.

    Parameters
    ----------
    matrix : (4, ...) float, metres, M row by row
    grid : Grid
    bearing : float or array that fits, degrees clockwise from true north

    Returns
    -------
    float64, degrees clockwise from the map's upward direction, -180 to 180
    """
    a, b, c, d = matrix
    angle = np.radians(bearing)
    east, north = np.sin(angle), np.cos(angle)
    # The inverse of M but for its determinant, of which the sign alone matters.
    sign = np.where(a * d - b * c < 0, -1.0, 1.0)
    columns, rows_up = sign * (d * east - b * north), sign * (a * north - c * east)
    return np.degrees(np.arctan2(columns * grid.geotransform[1], rows_up * abs(grid.geotransform[5])))


def _dense_lattice(grid: Grid) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return nodes of a lattice, by row and column, and M there; nan where the projection has no inverse."""
    budget = min(max(_FEW_NODES, grid.cells // _CELLS_PER_NODE), _MANY_NODES)
    rows, cols = (np.linspace(0, count - 1, min(count, _FIRST_NODES)) for count in grid.shape)
    for attempt in range(_ATTEMPTS):
        values = _matrices(grid, rows, cols)
        if attempt == _ATTEMPTS - 1:
            break
        if attempt == 0 and np.isnan(values).any():
            # The edge of the world lies in the grid: more nodes are needed to have some on either side of it.
            rows, cols = (np.linspace(0, count - 1, min(count, _NODES_WITH_EDGE)) for count in grid.shape)
            continue
        errors = _errors(values, rows), _errors(values.swapaxes(1, 2), cols)
        finer, tolerance = (rows, cols), TOLERANCE
        for _ in range(_ATTEMPTS * 8):
            finer = _split(rows, errors[0], tolerance), _split(cols, errors[1], tolerance)
            if finer[0].size * finer[1].size <= max(budget, rows.size * cols.size):
                break
            tolerance *= 1.5
        if finer[0].size * finer[1].size < 1.05 * rows.size * cols.size:
            break
        rows, cols = finer
    return rows, cols, values


def _errors(values: np.ndarray, nodes: np.ndarray) -> np.ndarray:
    """Return the largest error of linear interpolation in each interval of nodes, relative to M's shorter axis.

    Between nodes h apart it is f'' h^2 / 8, and the curvature f'' shows where a node is off the line between its
    neighbours.
    """
    errors = np.zeros(max(nodes.size - 1, 0))
    if nodes.size < 3:
        return errors
    before, after = np.diff(nodes)[:-1, None], np.diff(nodes)[1:, None]
    first, middle, last = values[:, :-2], values[:, 1:-1], values[:, 2:]
    bend = np.abs(first * after + last * before - middle * (before + after)).max(axis=0) / (before + after)
    a, b, c, d = middle
    with np.errstate(divide="ignore", invalid="ignore"):
        bend = bend * np.sqrt((middle**2).sum(axis=0)) / np.abs(a * d - b * c) / (4 * before * after)
    # Between nodes with M and nodes without, all along: the edge of the projection is there, and M may change fast.
    unknown = np.isnan(bend).all(axis=1) & ~np.isnan(values[0, 1:-1]).all(axis=1)
    bend = np.where(unknown, np.inf, np.max(bend, axis=1, where=~np.isnan(bend), initial=0.0))
    errors[:-1] = bend
    errors[1:] = np.maximum(errors[1:], bend)
    return np.asarray(errors * np.diff(nodes) ** 2)


def _split(nodes: np.ndarray, errors: np.ndarray, tolerance: float) -> np.ndarray:
    """Return nodes with intervals divided where they err too much, down to one cell."""
    pieces = np.ceil(np.sqrt(np.minimum(errors / tolerance, 64.0)))
    pieces = np.clip(pieces, 1, np.ceil(np.diff(nodes))).astype(int)
    ends = [np.linspace(a, b, count + 1)[1:] for a, b, count in zip(nodes[:-1], nodes[1:], pieces)]
    return np.concatenate([nodes[:1], *ends])


def _matrices(grid: Grid, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
    """Return M, (4, rows, cols), by central differences of positions in space: these have no seam and no pole."""
    _, dx, _, _, _, dy = grid.geotransform
    if grid.reference.CloneGeogCS() is None:
        unit = grid.metres_per_unit
        flat = np.array([dx * unit, 0.0, 0.0, abs(dy) * unit])
        return np.broadcast_to(flat[:, None, None], (4, rows.size, cols.size)).copy()
    radians = grid.reference.GetAngularUnits()
    half = HALF_STEP_M / (grid.reference.GetSemiMajor() * radians if grid.is_geographic else grid.metres_per_unit)
    x, y = grid.centre(rows[:, None], cols[None])
    x, y = np.broadcast_arrays(x, y)
    lon, lat = transform_points(
        np.stack([x, x - half, x + half, x, x]), np.stack([y, y, y, y - half, y + half]), grid.crs, geographic_crs(grid)
    )
    unit = spatial_reference(geographic_crs(grid)).GetAngularUnits()
    lon, lat = lon * unit, lat * unit
    major, minor = ground_axes(grid)
    squared = 1.0 - (minor / major) ** 2
    normal = major / np.sqrt(1.0 - squared * np.sin(lat) ** 2)
    place = normal * np.stack(
        [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), (1.0 - squared) * np.sin(lat)]
    )  # (3 in space, 5 points, rows, cols)
    lon, lat = lon[0], lat[0]
    east = np.stack([-np.sin(lon), np.cos(lon), np.zeros_like(lon)])
    north = np.stack([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)])
    step_right = (place[:, 2] - place[:, 1]) * (dx / (2 * half))
    step_up = (place[:, 4] - place[:, 3]) * (abs(dy) / (2 * half))
    values = np.stack([(way * step).sum(axis=0) for way in (east, north) for step in (step_right, step_up)])
    a, b, c, d = values
    with np.errstate(invalid="ignore"):
        values[:, ~(np.abs(a * d - b * c) > _SLIVER * (values**2).sum(axis=0))] = np.nan
    return values


def _fill_gaps(values: np.ndarray, rows: np.ndarray, cols: np.ndarray, grid: Grid) -> np.ndarray:
    """Continue M beyond the projection's domain, in straight lines: along rows, then from the last rows of all.

    Along rows of pseudocylindrical maps M is linear in x.
    """
    known = ~np.isnan(values[0])
    if known.all():
        return values
    if not known.any():
        unit = grid.metres_per_unit
        flat = np.array([grid.geotransform[1] * unit, 0.0, 0.0, abs(grid.geotransform[5]) * unit])
        return np.broadcast_to(flat[:, None, None], values.shape).copy()
    filled = np.full(values.shape, np.nan)
    for row in np.flatnonzero(known.any(axis=1)):
        filled[:, row] = _continue(values[:, row], cols, known[row])
    some = known.any(axis=1)
    for col in range(cols.size):
        filled[:, :, col] = _continue(filled[:, :, col], rows, some)
    return filled


def _continue(values: np.ndarray, nodes: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return (4, n) with gaps interpolated, and the ends continued as the outermost two of the known nodes lead."""
    at = np.flatnonzero(known)
    result = np.stack([np.interp(nodes, nodes[at], field[at]) for field in values])
    if at.size > 1:
        for outer, inner, beyond in ((at[0], at[1], slice(0, at[0])), (at[-1], at[-2], slice(at[-1] + 1, None))):
            slope = (values[:, outer] - values[:, inner]) / (nodes[outer] - nodes[inner])
            result[:, beyond] = values[:, outer, None] + slope[:, None] * (nodes[beyond] - nodes[outer])
    return result
