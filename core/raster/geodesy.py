"""What a grid needs from the Earth: points between CRS, true area of a planar cell, the way to true north.

Transforming every cell would take minutes. The functions here transform a mesh of nodes, at most `MESH_STEP`
cells apart, and interpolate between them: CRS transformations are smooth at that scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from osgeo import osr

from .crs import coordinate_transformation
from .gdal_environment import quiet_gdal
from .grid import M2_PER_HA, Grid

MESH_STEP = 32
# The meridian convergence is not linear: between nodes this far apart its interpolation is off by some 1e-5 degrees.
CONVERGENCE_STEP_M = 8_000.0
# A step to the north that is small against any curvature and large against rounding, in radians of latitude.
NORTH_STEP = 1e-6
# Degrees that are rounding and no turn.
ALONG_NORTH = 1e-7
# Well-known binary: byte order, and kinds of geometry.
_LITTLE_ENDIAN, _POINT, _LINE_STRING = 1, 1, 2


def transform_points(x: np.ndarray, y: np.ndarray, source: str, target: str) -> tuple[np.ndarray, np.ndarray]:
    """Transform points between two CRS.

    Parameters
    ----------
    x, y : float arrays of one shape, in the unit of `source`
    source, target : str
        CRS as WKT, PROJ text or "EPSG:n".

    Returns
    -------
    x, y : float64 of that shape, in the unit of `target`; nan where a point has no image
    """
    shape = np.shape(x)
    transformation = coordinate_transformation(source, target)
    points = np.column_stack([np.ravel(x), np.ravel(y)]).tolist()
    with quiet_gdal():
        try:
            images = transformation.TransformPoints(points)
        except RuntimeError:
            # With GDAL's exceptions on, one point without an image spoils the others.
            images = [_image(transformation, point) for point in points]
    image = np.array(images, dtype=float).reshape(-1, 3)[:, :2]
    image[~np.isfinite(image).all(axis=1)] = np.nan
    return image[:, 0].reshape(shape), image[:, 1].reshape(shape)


def _image(transformation: osr.CoordinateTransformation, point: list[float]) -> tuple[float, float, float]:
    try:
        return transformation.TransformPoint(*point)
    except RuntimeError:
        return np.nan, np.nan, np.nan


def geographic_crs(grid: Grid) -> str:
    """Return the geographic CRS that the grid's CRS is based on.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    str, WKT
    """
    return grid.reference.CloneGeogCS().ExportToWkt()


def planar_area_error(grid: Grid) -> float:
    """Return the largest relative difference between planar and ellipsoidal cell area.

    It is taken at the cells of the centre and the four corners; positions outside the CRS's domain are left out.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    float
        planar / ellipsoidal area - 1, its largest magnitude; 0 for geographic grids, whose areas are ellipsoidal.
    """
    if grid.is_geographic:
        return 0.0
    rows = np.array([0, 0, grid.rows - 1, grid.rows - 1, (grid.rows - 1) / 2])
    cols = np.array([0, grid.cols - 1, 0, grid.cols - 1, (grid.cols - 1) / 2])
    x0, dx, _, y0, _, dy = grid.geotransform
    x, y = x0 + (cols + 0.5) * dx, y0 + (rows + 0.5) * dy
    geographic = geographic_crs(grid)
    unit = grid.reference.GetAngularUnits()
    step = 1e-3 * min(abs(dx), abs(dy), 1e3)
    lon_e, lat_e = transform_points(x + step, y, grid.crs, geographic)
    lon_w, lat_w = transform_points(x - step, y, grid.crs, geographic)
    lon_n, lat_n = transform_points(x, y + step, grid.crs, geographic)
    lon_s, lat_s = transform_points(x, y - step, grid.crs, geographic)
    jacobian = ((lon_e - lon_w) * (lat_n - lat_s) - (lon_n - lon_s) * (lat_e - lat_w)) / (2 * step) ** 2
    latitude = (lat_n + lat_s) / 2 * unit
    major, minor = grid.reference.GetSemiMajor(), grid.reference.GetSemiMinor()
    squared = 1 - (minor / major) ** 2
    metric = major**2 * (1 - squared) / (1 - squared * np.sin(latitude) ** 2) ** 2 * np.cos(latitude)
    true_ha = np.abs(jacobian) * unit**2 * metric * abs(dx * dy) / M2_PER_HA
    planar_ha = float(grid.cell_area_ha(0, 1)[0, 0])
    errors = np.abs(planar_ha / true_ha - 1)
    return float(np.nanmax(errors)) if np.isfinite(errors).any() else 0.0


def north_rotation(grid: Grid) -> np.ndarray:
    """Return the angle to add to a true bearing to get the grid bearing, for every cell.

    This is minus the meridian convergence. In China Albers (25/47, 105 E) it is about +9 degrees at 90.5 E and
    -10 degrees at 122.4 E.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    (rows, cols) float32, degrees
        0 on geographic grids, and where the CRS has no inverse.
    """
    rotation = NorthRotation.of(grid).window(0, 0, grid.rows, grid.cols)
    return np.ascontiguousarray(np.broadcast_to(rotation, grid.shape), dtype=np.float32)


@dataclass(frozen=True)
class NorthRotation:
    """`north_rotation` window by window: for a grid of 100 million cells it would take 400 MB, and 3 GB to make.

    Parameters
    ----------
    rows, cols : (m,), (n,) float64
        Positions of the mesh's nodes, in cells; node 0 is the centre of cell 0.
    angle : (m, n) float64, degrees
        The angle at each node, -180 to 180.
    """

    rows: np.ndarray
    cols: np.ndarray
    angle: np.ndarray

    @classmethod
    def of(cls, grid: Grid) -> NorthRotation:
        """Make the mesh of a grid and transform its nodes.

        Parameters
        ----------
        grid : Grid

        Returns
        -------
        NorthRotation
        """
        if grid.is_geographic:
            return cls(np.array([0, grid.rows]), np.array([0, grid.cols]), np.zeros((2, 2)))
        size = min(float(length[0]) for length in grid.cell_size_m())
        step_cells = max(1, min(MESH_STEP, int(CONVERGENCE_STEP_M / size)))
        rows, cols = mesh_positions(grid.rows, step_cells), mesh_positions(grid.cols, step_cells)
        node_cols, node_rows = np.meshgrid(cols, rows)
        x0, dx, _, y0, _, dy = grid.geotransform
        x, y = x0 + (node_cols + 0.5) * dx, y0 + (node_rows + 0.5) * dy
        geographic = geographic_crs(grid)
        lon, lat = transform_points(x, y, grid.crs, geographic)
        step = NORTH_STEP / grid.reference.GetAngularUnits()
        from_x, from_y = transform_points(lon, lat - step, geographic, grid.crs)
        to_x, to_y = transform_points(lon, lat + step, geographic, grid.crs)
        angle = np.degrees(np.nan_to_num(np.arctan2(to_x - from_x, to_y - from_y)))
        return cls(rows, cols, angle)

    @property
    def range(self) -> tuple[float, float]:
        """Smallest and largest angle, degrees."""
        return float(self.angle.min()), float(self.angle.max())

    def window(self, row: int, col: int, rows: int, cols: int) -> np.ndarray:
        """Return the angles of a rectangle of cells.

        Parameters
        ----------
        row, col, rows, cols : int
            First row and column, counted from 0, and size.

        Returns
        -------
        (rows, cols) float64, degrees; (1, 1) where the whole grid has none
        """
        if np.abs(self.angle).max() < ALONG_NORTH:
            return np.zeros((1, 1))
        down, right = _around(self.rows, row, rows), _around(self.cols, col, cols)
        angle = self.angle[down, right]

        def between(values: np.ndarray) -> np.ndarray:
            at = np.arange(row, row + rows), np.arange(col, col + cols)
            return interpolate_between(values, self.rows[down], self.cols[right], *at)

        if np.ptp(angle) < 180.0:
            return between(angle)
        # Angles jump from 180 to -180 degrees, their sines and cosines do not.
        sine, cosine = (between(of(np.radians(angle))) for of in (np.sin, np.cos))
        return np.asarray(np.degrees(np.arctan2(sine, cosine)))


def _around(nodes: np.ndarray, first: int, count: int) -> slice:
    """Return the nodes that enclose `count` positions from `first` on."""
    begin = int(np.searchsorted(nodes, first, side="right")) - 1
    end = int(np.searchsorted(nodes, first + count - 1, side="left")) + 1
    return slice(max(0, min(begin, nodes.size - 2)), max(end, 2))


def interpolate_mesh(values: np.ndarray, rows: np.ndarray, cols: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Interpolate node values bilinearly to every cell.

    Parameters
    ----------
    values : (m, n) float
    rows, cols : (m,), (n,) float, ascending
        Positions of the nodes, in cells.
    shape : (int, int)
        Rows and columns of the result.

    Returns
    -------
    float64 of that shape
    """
    return interpolate_between(values, rows, cols, np.arange(shape[0]), np.arange(shape[1]))


def interpolate_between(
    values: np.ndarray, rows: np.ndarray, cols: np.ndarray, at_rows: np.ndarray, at_cols: np.ndarray
) -> np.ndarray:
    """Interpolate node values bilinearly to the lattice `at_rows` x `at_cols`.

    Parameters
    ----------
    values : (m, n) float
    rows, cols : (m,), (n,) float, ascending
        Positions of the nodes, in cells.
    at_rows, at_cols : (r,), (c,) float
        Where values are wanted; beyond the nodes those of the nearest.

    Returns
    -------
    (r, c) float64
    """
    along_rows = np.array([np.interp(at_rows, rows, column) for column in values.T])
    return np.array([np.interp(at_cols, cols, line) for line in along_rows.T])


def points_to_wkb(points: np.ndarray) -> bytes:
    """Return a point, or the line through points, as little-endian WKB.

    Parameters
    ----------
    points : (2,) or (n, 2) float
        x, y of the point, or of each vertex.

    Returns
    -------
    bytes

    References
    ----------
    OGC 06-103r4, section 8 (well-known binary).
    """
    coordinates = np.ascontiguousarray(points, dtype="<f8")
    if coordinates.ndim == 1:
        return struct.pack("<BI", _LITTLE_ENDIAN, _POINT) + coordinates.tobytes()
    return struct.pack("<BII", _LITTLE_ENDIAN, _LINE_STRING, len(coordinates)) + coordinates.tobytes()


def mesh_positions(count: int, step: int = MESH_STEP) -> np.ndarray:
    """Return the positions of nodes along a side of a grid, both ends included.

    >>> mesh_positions(10, step=4)
    array([0., 3., 6., 9.])

    Parameters
    ----------
    count : int
        Cells along the side.
    step : int
        The most cells between two nodes.

    Returns
    -------
    (n,) float64, n >= 2
        From 0 to count - 1, evenly spaced.
    """
    return np.linspace(0, count - 1, max(2, -(-(count - 1) // step) + 1))
