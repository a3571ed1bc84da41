"""What a grid needs from the Earth: points between CRS, true area of a planar cell, bearings between cells.

Transforming every cell would take minutes. The functions here transform a mesh of nodes, at most `MESH_STEP`
cells apart, and interpolate between them: CRS transformations are smooth at that scale.
"""

from __future__ import annotations

import math
import struct

import numpy as np
from osgeo import osr

from .crs import coordinate_transformation, spatial_reference
from .gdal_environment import quiet_gdal
from .grid import M2_PER_HA, WGS84, Grid

MESH_STEP = 32
# Half the step on the map for derivatives, metres: small against curvature, large against the rounding of projections
# (the inverse of Robinson's is known to a metre).
HALF_STEP_M = 500.0
EARTH_RADIUS_M = 6_371_000.0
# Latitude, radians, beyond which the Mercator projection counts as at its end.
_NEAR_POLE = np.pi / 2 - 1e-9
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
    """Return the geographic CRS that the grid's CRS is based on, with the Earth's own poles.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    str, WKT
    """
    if grid.has_turned_pole:
        # What a derived CRS is based on cannot be asked for in Python; its ellipsoid is what counts here.
        reference = osr.SpatialReference()
        axes = grid.reference.GetSemiMajor(), grid.reference.GetInvFlattening()
        reference.SetGeogCS("unknown", "unknown", "unknown", *axes)
        return str(reference.ExportToWkt())
    return str(grid.reference.CloneGeogCS().ExportToWkt())


def ground_axes(grid: Grid) -> tuple[float, float]:
    """Return the half axes of the ellipsoid on which a grid's bearings and lengths are those of the ground.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    major, minor : float, m
        Those of its CRS; of WGS 84 for a map of the Earth on a sphere, whose latitudes are those of WGS 84.
    """
    reference = grid.reference
    major, minor = reference.GetSemiMajor(), reference.GetSemiMinor()
    is_map = not grid.is_geographic or grid.has_turned_pole
    if is_map and major == minor and abs(major / EARTH_RADIUS_M - 1.0) < 0.005:
        reference = spatial_reference(WGS84)
    return reference.GetSemiMajor(), reference.GetSemiMinor()


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
    step = HALF_STEP_M / grid.metres_per_unit
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


def chord_bearings(grid: Grid, first: tuple[np.ndarray, np.ndarray], last: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Return the bearings of the lines of constant bearing (loxodromes) from cells to others.

    Parameters
    ----------
    grid : Grid
    first, last : row and column, (n,) float each
        Positions in cells.

    Returns
    -------
    (n,) float64, degrees clockwise from true north, 0 <= bearing < 360; nan where a point has no longitude

    References
    ----------
    Snyder 1987, USGS Professional Paper 1395, eq. 7-7 (Mercator, where loxodromes are straight).
    """
    true_degrees = grid.is_geographic and not grid.has_turned_pole
    geographic = geographic_crs(grid)
    unit = grid.reference.GetAngularUnits()
    major, minor = ground_axes(grid)
    eccentricity = math.sqrt(max(0.0, 1.0 - (minor / major) ** 2))
    ends = []
    for row, col in (first, last):
        x, y = grid.centre(row, col)
        lon, lat = (x, y) if true_degrees else transform_points(x, y, grid.crs, geographic)
        sine = np.sin(np.clip(lat * unit, -_NEAR_POLE, _NEAR_POLE))
        ends.append((lon * unit, np.arctanh(sine) - eccentricity * np.arctanh(eccentricity * sine)))
    (from_lon, from_y), (to_lon, to_y) = ends
    east = np.mod(to_lon - from_lon + np.pi, 2 * np.pi) - np.pi
    return np.asarray(np.mod(np.degrees(np.arctan2(east, to_y - from_y)), 360.0))


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
