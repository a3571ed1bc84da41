"""Bearings and lengths between points of a grid, by the middle latitude on its ellipsoid; shares no code with core."""

from __future__ import annotations

import numpy as np
from carbon_service_flow.core.raster.grid import Grid, spatial_reference
from osgeo import osr

SINUSOIDAL = "+proj=sinu +lon_0=0 +R=6371007.181 +units=m"
CHINA_ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m"
# As of regional climate models of Europe (EURO-CORDEX): the middle of the map, 18 E 50.75 N, is its 0, 0.
TURNED_POLE = (
    "+proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p=39.25 +lon_0=18 +to_meter=0.0174532925199433 +R=6371229 +no_defs"
)
# Names, CRS, longitude and latitude of a place that is no easy one: off the middle of the projection.
PLACES = {
    "MODIS sinusoidal": (SINUSOIDAL, 112.0, 30.0),
    "sinusoidal in the south": (SINUSOIDAL, -70.0, -45.0),
    "Equal Earth": ("EPSG:8857", 60.0, 50.0),
    "Mollweide": ("+proj=moll +lon_0=0 +datum=WGS84", 105.0, 35.0),
    "EASE-Grid 2": ("EPSG:6933", 105.0, 50.0),
    "Europe's LAEA off its centre": ("EPSG:3035", 38.0, 61.0),
    "Albers at its edge": (CHINA_ALBERS, 76.0, 39.0),
    "UTM 50 at its edge": ("EPSG:32650", 119.9, 45.0),
    "Web Mercator": ("EPSG:3857", 105.0, 60.0),
    "Mercator": ("EPSG:3395", 20.0, -55.0),
    "Lambert in US feet": ("EPSG:2263", -72.0, 41.0),
    "polar": ("EPSG:3413", 100.0, 78.0),
    "sinusoidal beside its edge": (SINUSOIDAL, 179.5, 40.0),
    "degrees": ("EPSG:4326", 105.0, 55.0),
    "degrees about a turned pole": (TURNED_POLE, 12.0, 66.0),
}


def degrees_of(crs: str) -> osr.CoordinateTransformation:
    reference = spatial_reference(crs)
    geographic = reference.CloneGeogCS()
    if reference.IsDerivedGeographic():
        geographic = spatial_reference("+proj=longlat +R=6371229 +no_defs")
    geographic.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return osr.CoordinateTransformation(reference, geographic)


def grid_around(place: str, cells: int, width_m: float, height_m: float, southward: bool = True) -> Grid:
    """Return a grid with a place in its middle, with cells of about this size on the map."""
    crs, lon, lat = PLACES[place]
    reference = spatial_reference(crs)
    unit = reference.GetLinearUnits() if reference.IsProjected() else 111_200.0
    x, y, _ = degrees_of(crs).GetInverse().TransformPoint(lon, lat)
    width, height = width_m / unit, height_m / unit
    top, dy = (y + cells * height / 2, -height) if southward else (y - cells * height / 2, height)
    return Grid(cells, cells, (x - cells * width / 2, width, 0.0, top, 0.0, dy), reference.ExportToWkt())


def ground_way(grid: Grid, first: tuple[float, float], last: tuple[float, float]) -> tuple[float, float]:
    """Return east and north, metres, from one position (row, column; 0 is the first cell's centre) to another nearby.

    Bomford 1980, Geodesy, section 2.20: with the radii of curvature at the middle latitude, errors grow as the square
    of the difference; under 1e-5 for 50 km.
    """
    transform = degrees_of(grid.crs)
    (lon, lat), (to_lon, to_lat) = (
        np.radians(transform.TransformPoint(*(float(v) for v in grid.centre(*p)))[:2]) for p in (first, last)
    )
    reference = spatial_reference(grid.crs)
    if reference.GetSemiMajor() == reference.GetSemiMinor():
        # Maps of the Earth on a sphere have the latitudes of WGS 84.
        reference = spatial_reference("EPSG:4326")
    major, squared = reference.GetSemiMajor(), 1 - (reference.GetSemiMinor() / reference.GetSemiMajor()) ** 2
    curve = 1 - squared * np.sin((lat + to_lat) / 2) ** 2
    turn = (to_lon - lon + np.pi) % (2 * np.pi) - np.pi
    east = turn * np.cos((lat + to_lat) / 2) * major / np.sqrt(curve)
    return float(east), float((to_lat - lat) * major * (1 - squared) / curve**1.5)


def bearing_and_length(grid: Grid, first: tuple[float, float], last: tuple[float, float]) -> tuple[float, float]:
    east, north = ground_way(grid, first, last)
    return float(np.degrees(np.arctan2(east, north)) % 360), float(np.hypot(east, north))
