"""Grids of cells of about a kilometre around one place, in four CRS."""

from __future__ import annotations

import numpy as np
from carbon_service_flow.core.raster.geodesy import transform_points
from carbon_service_flow.core.raster.grid import Grid

from .common import ALBERS, MERCATOR, UTM50, WGS84, grid

# Cells of about 1 km around 116 E, 30 N in four CRS.
CORNERS = {"degrees": (WGS84, 0.01), "albers": (ALBERS, 1000.0), "utm": (UTM50, 1000.0), "mercator": (MERCATOR, 1100.0)}


def around(crs: str, size: float, rows: int, cols: int, lon: float = 116.0, lat: float = 30.0) -> Grid:
    """A grid of such cells with the point in its middle."""
    x, y = transform_points(np.array([lon]), np.array([lat]), WGS84, crs)
    return grid(rows, cols, (float(x[0]) - cols / 2 * size, size, 0.0, float(y[0]) + rows / 2 * size, 0.0, -size), crs)
