"""Coordinate reference systems as rasters and layers give them: read, compared, and which of them a grid can use.

    "EPSG:32650+5773" (UTM, and heights)                ->   used by its horizontal part, EPSG:32650
    LOCAL_CS["Albers"], geocentric x y z, heights only  ->   refused: no place on the Earth follows from them
    CGCS2000 and WGS 84 on cells of 1 km                ->   one and the same: no corner moves by 1e-3 of a cell
    Beijing 1954 and WGS 84                             ->   not the same: other ellipsoids, 100 m apart

x is east and y is north here, whatever an authority says of the order of axes.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from osgeo import osr

from ..errors import RasterError
from ..phrases import Phrase
from .gdal_environment import quiet_gdal
from .messages import (
    CRS_GEOCENTRIC,
    CRS_LOCAL,
    CRS_NOT_UNDERSTOOD,
    CRS_TRANSFORMATION_MISSING,
    CRS_UNREADABLE,
    CRS_VERTICAL,
    CRS_WITHOUT_EARTH,
    WITHOUT_CRS,
)

# Datums fixed to the Earth's centre lie within two metres of each other; their ellipsoids have this radius, in metres.
GEOCENTRIC_RADIUS_M = 6_378_137.0
# Ellipsoids whose axes agree to this are one, in metres: GRS 80 and WGS 84 differ by 0.1 mm.
SAME_AXES_M = 0.01
_SHIFT = re.compile(r",TOWGS84\[[^\]]*\]")
UNKNOWN_DATUM = re.compile(r"unknown|unnamed|^$|not_?specified|unspecified")


def spatial_reference(crs: str) -> osr.SpatialReference:
    """Return the CRS given as text, with x = east, y = north whatever its authority says.

    Parameters
    ----------
    crs : str
        WKT, PROJ text or "EPSG:n"; an empty text gives an empty CRS.

    Returns
    -------
    osr.SpatialReference

    Raises
    ------
    RasterError
        For a text that is no CRS.
    """
    reference = osr.SpatialReference()
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    if crs:
        reason = ""
        with quiet_gdal() as gdal_says:
            try:
                failed = reference.SetFromUserInput(crs)
            except RuntimeError as error:
                failed, reason = 1, str(error)
            if failed:
                raise RasterError(CRS_NOT_UNDERSTOOD, crs=crs[:200], reason=reason or gdal_says.complaint)
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


def crs_name(reference: osr.SpatialReference) -> str:
    """Return the authority code or name of a CRS; its definition when it has neither.

    Parameters
    ----------
    reference : osr.SpatialReference

    Returns
    -------
    str
    """
    code = reference.GetAuthorityCode(None)
    if code:
        return f"{reference.GetAuthorityName(None)}:{code}"
    name = str(reference.GetName() or "")
    return name if name not in ("", "unknown") else str(reference.ExportToProj4() or reference.ExportToWkt()[:80])


@lru_cache(maxsize=64)
def horizontal_crs(crs: str) -> str:
    """Return the horizontal part of a CRS that has heights, too.

    Parameters
    ----------
    crs : str
        WKT, PROJ text or "EPSG:n".

    Returns
    -------
    str
        The text itself where there are no heights, or it is no CRS.
    """
    try:
        reference = spatial_reference(crs)
    except RasterError:
        return crs
    places = reference.IsProjected() or reference.IsGeographic()
    if not places or not (reference.IsCompound() or reference.GetAxesCount() > 2):
        return crs
    flat = reference.Clone()
    with quiet_gdal():
        try:
            flat.DemoteTo2D()
            return str(flat.ExportToWkt()) or str(flat.ExportToWkt(["FORMAT=WKT2_2019"])) or crs
        except RuntimeError:
            return crs


@lru_cache(maxsize=64)
def crs_fault(crs: str) -> str:
    """Return why no place on the Earth follows from coordinates in a CRS.

    Parameters
    ----------
    crs : str
        WKT, PROJ text or "EPSG:n"; not empty.

    Returns
    -------
    Phrase, or "" for a CRS that can be used
    """
    try:
        reference = spatial_reference(crs)
    except RasterError as error:
        return Phrase(CRS_UNREADABLE, reason=error.values["reason"])
    if reference.IsProjected() or reference.IsGeographic():
        return "" if _geographic(reference) is not None else Phrase(CRS_WITHOUT_EARTH)
    if reference.IsLocal():
        return Phrase(CRS_LOCAL)
    if reference.IsGeocentric():
        return Phrase(CRS_GEOCENTRIC)
    return Phrase(CRS_VERTICAL if reference.IsVertical() else CRS_WITHOUT_EARTH)


def describe_crs(crs: str) -> str:
    """Return what messages call a CRS, also one that cannot be read.

    Parameters
    ----------
    crs : str

    Returns
    -------
    str
    """
    if not crs:
        return Phrase(WITHOUT_CRS)
    try:
        return crs_name(spatial_reference(crs))
    except RasterError:
        return crs[:80]


def coordinate_transformation(source: str, target: str) -> osr.CoordinateTransformation:
    """Return the transformation from one CRS to another.

    Parameters
    ----------
    source, target : str
        WKT, PROJ text or "EPSG:n".

    Returns
    -------
    osr.CoordinateTransformation

    Raises
    ------
    RasterError
        When there is none, as from the Moon to the Earth.
    """
    reason, transformation = "", None
    with quiet_gdal() as gdal_says:
        try:
            transformation = osr.CoordinateTransformation(spatial_reference(source), spatial_reference(target))
        except RuntimeError as error:
            reason = str(error)
        # Without GDAL's exceptions an object comes back that holds nothing.
        if transformation is None or not getattr(transformation, "this", None):
            raise RasterError(
                CRS_TRANSFORMATION_MISSING,
                first=describe_crs(source),
                second=describe_crs(target),
                reason=reason or gdal_says.complaint,
            )
    return transformation


def shift_between(first: str, second: str, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return by how much coordinates differ between two CRS that may be the same one in other words.

    Parameters
    ----------
    first, second : str
        WKT, PROJ text or "EPSG:n".
    x, y : (n,) float, in `first`

    Returns
    -------
    float, float
        Largest differences in x and in y; infinite between CRS of other ellipsoids, or of other datums that are not
        fixed to the Earth's centre: where PROJ knows no way between two datums, it leaves the coordinates as they are.
    """
    apart = float("inf"), float("inf")
    if not first or not second or crs_fault(first) or crs_fault(second):
        return apart
    if not _one_earth(spatial_reference(first), spatial_reference(second)):
        return apart
    try:
        with quiet_gdal():
            transformation = coordinate_transformation(*_without_unpaired_towgs84(first, second))
            image = np.array(transformation.TransformPoints(np.column_stack([x, y]).tolist()), dtype=float)
    except (RasterError, RuntimeError):
        return apart
    shift_x, shift_y = np.abs(image[:, 0] - x).max(), np.abs(image[:, 1] - y).max()
    return (float(shift_x), float(shift_y)) if np.isfinite(shift_x + shift_y) else apart


def _one_earth(first: osr.SpatialReference, second: osr.SpatialReference) -> bool:
    """Return whether two CRS have one ellipsoid, and datums that are one or lie close together."""
    major, minor = first.GetSemiMajor(), first.GetSemiMinor()
    if max(abs(second.GetSemiMajor() - major), abs(second.GetSemiMinor() - minor)) > SAME_AXES_M:
        return False
    if abs(major - GEOCENTRIC_RADIUS_M) < SAME_AXES_M:
        return True
    datums = [re.sub(r"\W+", "_", (one.GetAttrValue("DATUM") or "").lower()) for one in (first, second)]
    names = {re.sub(r"^d_", "", datum) for datum in datums}
    return len(names) == 1 or any(UNKNOWN_DATUM.search(name) for name in names)


def _without_unpaired_towgs84(first: str, second: str) -> tuple[str, str]:
    """Return two CRS without the shift to WGS 84 (TOWGS84) that one of them states: it is no part of the other's."""
    texts = [spatial_reference(crs).ExportToWkt(["FORMAT=WKT1_GDAL"]) for crs in (first, second)]
    stated = [_SHIFT.search(text) is not None for text in texts]
    if stated[0] == stated[1]:
        return first, second
    plain = [_SHIFT.sub("", text) if shifted else crs for text, crs, shifted in zip(texts, (first, second), stated)]
    return plain[0], plain[1]


def _geographic(reference: osr.SpatialReference) -> osr.SpatialReference | None:
    """Return the geographic CRS that a CRS is based on, None when it has none."""
    with quiet_gdal():
        try:
            return reference.CloneGeogCS()
        except RuntimeError:
            return None
