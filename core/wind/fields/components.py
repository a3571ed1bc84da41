"""Which band is which wind: what bands say of component, level, member and time, grouped into fields.

A field is one component at one level of one member: its bands differ in time alone. What says the most is asked first:
the standard name, the GRIB element, the name of the variable (or of a GeoTIFF's band), its long name. Bands of the
dimension `expver` (ERA5 and its preliminary months, ERA5T) are one step: where one is missing the other is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from osgeo import gdal

from ...raster.containers.paths import local_path, named_file
from ...raster.containers.variables import Variable, long_name, variables_in
from ...raster.dataset import open_dataset
from ...raster.sources import Band
from .component_names import NO_WIND_NAMES, NO_WIND_WORDS, STANDARD_NAMES, component_of, level_of
from .grib_flags import grib_axes
from .step_times import TIME_DIMENSIONS, band_time, is_time, time_units
from .wrf_grid import is_wrf, minutes_unit

MEMBER_DIMENSIONS = ("number", "member", "ensemble", "realization", "realisation", "ens", "ensemble_member", "record")
EXPVER = "expver"
_DESCRIBED = {"u": "eastward wind", "v": "northward wind"}


@dataclass(frozen=True)
class FieldStep:
    """One time of a field.

    Attributes
    ----------
    time : datetime or None, UTC; None where the file does not say it
    places : tuple of (file, band), in `Field.files` and from 1; where the first has no value the next is asked
    """

    time: datetime | None
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Field:
    """The bands of one component at one level of one member.

    Attributes
    ----------
    component : str, "u", "v", "other" for what says that it is neither, or "" where the bands do not say
    axes : str, "true" for east and north, "grid" for the grid's own axes, "" where the bands do not say
    name : str, of the variable or the GRIB element, else what the component is
    level, member : str, "" where the bands do not say
    unit : str, as declared
    mean : str, what says that the values are means over time; "" where nothing does
    title : str, how the first band calls itself
    files : tuple of Band, what the steps' places are in
    steps : tuple of FieldStep
    """

    component: str
    axes: str
    name: str
    level: str
    member: str
    unit: str
    mean: str
    title: str
    files: tuple[Band, ...]
    steps: tuple[FieldStep, ...]

    @property
    def place(self) -> str:
        """Level and member in words, "" where neither is said."""
        return ", ".join(one for one in (self.level, self.member) if one)

    def describe(self) -> str:
        """Return title, level and member in words.

        Returns
        -------
        str
        """
        return f"{self.title} ({self.place})" if self.place else self.title


def fields_in(given: Band) -> list[Field]:
    """Return the fields of a raster or of all rasters that a container holds.

    Parameters
    ----------
    given : Band
        The first band of a raster, or the path of a container.

    Returns
    -------
    list of Field
        In the order of the file; those that say no component have "" or "other".
    """
    found: list[Field] = []
    for variable in _rasters(given.path):
        band = given if variable is None else replace(given, path=variable.path)
        for field in _fields_of(band):
            same = [k for k, other in enumerate(found) if field.component and _key(other) == _key(field)]
            if same:
                found[same[0]] = _joined(found[same[0]], field)
            else:
                found.append(field)
    return found


def _key(field: Field) -> tuple[str, ...]:
    return field.component, field.axes, field.name, field.level, field.member


def _joined(first: Field, second: Field) -> Field:
    """Two files of one field, such as the months of a year in one archive."""
    count = len(first.files)
    steps = tuple(FieldStep(s.time, tuple((file + count, band) for file, band in s.places)) for s in second.steps)
    return replace(first, files=(*first.files, *second.files), steps=(*first.steps, *steps))


def _rasters(path: str) -> Iterable[Variable | None]:
    """The variables that may hold a wind: those whose names say so, or all; None for a file that is one raster."""
    if named_file(path) != path:
        return [None]
    found = variables_in(path)
    if len(found) < 2:
        return found if found and found[0].path != path else [None]
    winds = [one for one in found if component_of(one.name)]
    return winds or [one for one in found if component_of(long_name(one.path))] or found


def _fields_of(band: Band) -> list[Field]:
    dataset = open_dataset(band.path, band.name)
    units = time_units(dataset)
    axes_of_file = grib_axes(band.path) if dataset.GetDriver().ShortName == "GRIB" else ""
    if is_wrf(dataset.GetMetadata()):
        # Its U10 and V10 run along the grid (its documentation, "variables in the output"), whatever else is said.
        axes_of_file, unit = "grid", minutes_unit(named_file(local_path(band.path)))
        units = {**units, **({"Time": unit} if unit else {})}
    groups: dict[tuple[str, str, str, str, str], list[tuple[datetime | None, str, int]]] = {}
    said: dict[tuple[str, str, str, str, str], tuple[str, str, str]] = {}
    for number in range(1, dataset.RasterCount + 1):
        one = dataset.GetRasterBand(number)
        metadata = one.GetMetadata()
        name, component, axes = _identity(one, metadata)
        if dataset.GetMetadataItem(f"{name}#stagger") in ("X", "Y"):
            # On the faces of the cells, where the other component is not.
            component = "other"
        level, member, version = _place(one, metadata, units, name)
        key = (component, axes or axes_of_file, name, level, member)
        groups.setdefault(key, []).append((band_time(metadata, units, one.GetDescription()), version, number))
        if key not in said:
            unit = one.GetUnitType() or metadata.get("units", "") or metadata.get("GRIB_UNIT", "")
            title = metadata.get("NETCDF_VARNAME") or metadata.get("GRIB_ELEMENT") or one.GetDescription()
            title = title or metadata.get("long_name") or metadata.get("standard_name") or name
            said[key] = unit, _mean(metadata, dataset, name), title
    first = (replace(band, band=1),)
    return [Field(*key, *said[key], files=first, steps=_steps(bands)) for key, bands in groups.items()]


def _identity(band: gdal.Band, metadata: dict[str, str]) -> tuple[str, str, str]:
    """Return (name, component, axes) of a band."""
    standard = metadata.get("standard_name", "").strip().lower()
    element = metadata.get("GRIB_ELEMENT") or metadata.get("GRIB_shortName") or ""
    description = band.GetDescription() or ""
    variable = metadata.get("NETCDF_VARNAME", "")
    comment = re.sub(r"\[[^\]]*\]", "", metadata.get("GRIB_COMMENT", ""))
    long = metadata.get("long_name", "")
    axes = _axes(metadata, standard)
    if standard in STANDARD_NAMES:
        return variable or standard, STANDARD_NAMES[standard][0], axes
    if NO_WIND_WORDS.search(f"{standard} {comment} {long}"):
        return variable or element, "other", axes
    # What describes a GeoTIFF's band may count or date it: it is no name.
    described = () if element else (re.split(r"[\s,;:=]", description)[0], description)
    for text in (element, variable, *described, comment, long):
        component = component_of(text)
        if component:
            along = axes or ("grid" if re.match(r"[xy][-_]wind", text, re.IGNORECASE) else "")
            return variable or element or _DESCRIBED[component], component, along
    other = bool(element) or standard not in ("", "unknown")
    other = other or any(NO_WIND_NAMES.fullmatch(text) for text in (variable, *described))
    return variable or element, "other" if other else "", axes


def _axes(metadata: dict[str, str], standard: str) -> str:
    relative = metadata.get("GRIB_uvRelativeToGrid", metadata.get("uvRelativeToGrid", ""))
    if relative.strip() in ("0", "1"):
        return "grid" if relative.strip() == "1" else "true"
    return STANDARD_NAMES[standard][1] if standard in STANDARD_NAMES else ""


def _place(band: gdal.Band, metadata: dict[str, str], units: dict[str, str], name: str) -> tuple[str, str, str]:
    """Return (level, member, version of the data) of a band in words."""
    levels, members, version = [], [], ""
    for key, value in metadata.items():
        dimension = key[len("NETCDF_DIM_") :] if key.startswith("NETCDF_DIM_") else ""
        if not dimension or is_time(dimension, units) or dimension.lower() in TIME_DIMENSIONS:
            continue
        if dimension.lower() == EXPVER:
            version = value
        elif dimension.lower() in MEMBER_DIMENSIONS:
            members.append(f"{dimension} {value}")
        else:
            levels.append(f"{dimension} {value} {units.get(dimension, '')}".strip())
    if "GRIB_ELEMENT" in metadata:
        levels.append(_grib_level(band.GetDescription() or metadata.get("GRIB_SHORT_NAME", ""), name))
        members += _grib_member(metadata)
    level = level_of(name) or ("" if "GRIB_ELEMENT" in metadata else level_of(band.GetDescription() or ""))
    return ", ".join(levels) or level, ", ".join(members), version


def _grib_level(description: str, element: str) -> str:
    """What is before its explanation; ECMWF's 10U and 100U of edition 1 are "at the surface", and named for theirs."""
    level = re.split(r"=| \(", description)[0].strip()
    return level_of(element) or level if "SFC" in level else level


def _grib_member(metadata: dict[str, str]) -> list[str]:
    """The member of an ensemble: GRIB 2, product templates 1 and 11, the second number after the 15 of template 0."""
    if metadata.get("GRIB_PDS_PDTN") not in ("1", "11"):
        return []
    values = metadata.get("GRIB_PDS_TEMPLATE_ASSEMBLED_VALUES", "").split()
    return [f"member {values[16]}"] if len(values) > 16 else []


def _mean(metadata: dict[str, str], dataset: gdal.Dataset, name: str) -> str:
    """What a band says of being a mean over time: cell methods, type of step, GRIB's statistical process."""
    methods = metadata.get("cell_methods") or dataset.GetMetadataItem(f"{name}#cell_methods") or ""
    if re.search(r"\b(time|t|day|month)\w*\s*:\s*mean", methods, re.IGNORECASE):
        return f"cell_methods {methods}"
    kind = metadata.get("GRIB_stepType", "")
    if kind.lower().startswith("avg"):
        return f"stepType {kind}"
    values = metadata.get("GRIB_PDS_TEMPLATE_ASSEMBLED_VALUES", "").split()
    position = {"8": 23, "11": 26, "12": 25}.get(metadata.get("GRIB_PDS_PDTN", ""), len(values))
    return "statistical process average" if len(values) > position and values[position] == "0" else ""


def _steps(bands: list[tuple[datetime | None, str, int]]) -> tuple[FieldStep, ...]:
    """Bands as steps: versions of one time are alternatives, the lower first."""
    if not any(version for _, version, _ in bands):
        return tuple(FieldStep(time, ((0, number),)) for time, _, number in bands)
    together: dict[datetime | int | None, list[tuple[str, int]]] = {}
    for time, version, number in bands:
        together.setdefault(time if time is not None else number, []).append((version, number))
    return tuple(
        FieldStep(time if isinstance(time, datetime) else None, tuple((0, number) for _, number in sorted(versions)))
        for time, versions in together.items()
    )
