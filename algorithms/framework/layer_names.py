"""Names and categories of layers that are compared with a target: columns of tables and words of charts."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import exists, realpath

from qgis.core import QgsProcessing, QgsProcessingParameterString

from ...core.drivers.messages import UNKNOWN_LAYER
from ...core.errors import ParameterError
from ...core.messages import NAMES_COUNT
from ...core.progress import Progress
from ...core.raster.nodata.watch import Quantity
from ...core.raster.sources import Band
from .parameters import ParameterAdder
from .raster_parameters import RasterListParameter
from .translation import translate


def layers_parameter(form: ParameterAdder, name: str, text: str, help_text: str, optional: bool = False) -> None:
    """Add a parameter that takes several rasters."""
    rasters = QgsProcessing.SourceType.TypeRaster
    form.add(RasterListParameter(name, text, rasters, optional=optional), help_text)


def names_parameter(form: ParameterAdder) -> None:
    """Add NAMES."""
    form.add(
        QgsProcessingParameterString("NAMES", translate("CarbonServiceFlow", "Names"), optional=True),
        translate(
            "CarbonServiceFlow",
            "Names for the target and the layers in tables and charts, separated by commas. Empty: the layers' names.",
        ),
        advanced=True,
    )


def table_names(layers: Sequence[str], given: str, progress: Progress) -> list[str]:
    """Return a name per layer: those `given`, else (also for an empty one) the layer's own, numbered where taken.

    Upper and lower case count as the same, as in databases. Given names are left as they are.
    Raises `ParameterError` when the number of given names is not that of the layers.
    """
    from ...core.drivers.layer_checks import NAME_COLUMN

    own = [name.strip() for name in given.replace("，", ",").split(",")] if given.strip() else [""] * len(layers)
    if len(own) != len(layers):
        raise ParameterError(NAMES_COUNT, names=len(own), layers=len(layers))
    # A layer cannot be called as the first column, nor as the key that a GeoPackage has.
    taken = {NAME_COLUMN, "fid", *(name.casefold() for name in own)}
    names = []
    for layer, name in zip(layers, own):
        names.append(name or _free_name(layer, taken))
        taken.add(names[-1].casefold())
    if any(name not in (layer, wish) for layer, wish, name in zip(layers, own, names)):
        progress.info(f"Layers whose name is taken are numbered, in the order given: {', '.join(names)}.")
    return names


def _free_name(name: str, taken: set[str]) -> str:
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{name} ({number})"
    return found


def categorical_names(layers: Sequence[Band], names: Sequence[str], categories: Sequence[Band]) -> list[str]:
    """Return the names of the layers that are among the categories: those with the same file.

    Raises `ParameterError` for a category that is none of the layers: it would count as amounts.
    """
    places = [_place(layer) for layer in layers]
    for category in categories:
        if _place(category) not in places:
            raise ParameterError(UNKNOWN_LAYER, name=category.name, layers=", ".join(names))
    declared = {_place(category) for category in categories}
    return [name for name, place in zip(names, places) if place in declared]


def _place(band: Band) -> str:
    return realpath(band.path) if exists(band.path) else band.path


def with_categories(layers: Sequence[Band], names: Sequence[str], categorical: Sequence[str]) -> list[Band]:
    """Return the layers, the categorical ones as such: no code of theirs is a fill value."""
    return [band.holding(Quantity.CATEGORY) if name in categorical else band for band, name in zip(layers, names)]
