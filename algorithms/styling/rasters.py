"""Classes -> a QGIS raster renderer. Works on any raster layer: empty, constant, of one cell, or not ours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from qgis.core import (
    Qgis,
    QgsColorBrewerColorRamp,
    QgsColorRampShader,
    QgsPalettedRasterRenderer,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRectangle,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtGui import QColor

from ...core.provenance.record import read_record
from .classes import Classes, Sample, classes_of
from .kinds import RasterStyle, Scale
from .words import RATIO_SHADES, inside_word, number, unit_word

BAND = 1
# Rasters with more cells are sampled in square windows on a lattice.
WHOLE_CELLS = 4_000_000
WINDOW = 128
WINDOWS_ACROSS = 12
DTYPES = {
    "Byte": "u1",
    "Int8": "i1",
    "UInt16": "u2",
    "Int16": "i2",
    "UInt32": "u4",
    "Int32": "i4",
    "Float32": "f4",
    "Float64": "f8",
}
# Eight directions around a colour wheel whose neighbours differ in lightness, too: north dark blue, south orange.
WHEEL = ("#5a6fc0", "#7ab8dc", "#a8ddc8", "#f0ebb0", "#f9bf80", "#e5836f", "#c980ad", "#a48bcb")
INSIDE = "#9ecae1"
MOST_CODES = 40
PAIRED = 12
FEWEST_COLOURS = 3
MOST_COLOURS = {True: 11, False: 9}


def style_raster(layer: QgsRasterLayer, look: RasterStyle) -> None:
    """Give the layer the renderer of a look."""
    provider = layer.dataProvider()
    if provider is None or not layer.isValid():
        return
    sample = sample_of(provider)
    if look.scale is Scale.INSIDE:
        layer.setRenderer(_paletted(provider, {1.0: QColor(INSIDE)}, [inside_word()]))
    elif look.scale is Scale.CODES and _are_codes(sample):
        codes = np.unique(sample.values).tolist()
        layer.setRenderer(_paletted(provider, dict(zip(codes, _many_colours(len(codes))))))
    else:
        classes = classes_of(look, sample, unit_word(look.unit or unit_of(layer)), _recorded_breaks(layer, look))
        layer.setRenderer(_pseudocolour(provider, classes, colours(look, len(classes.uppers), classes.clear)))
    layer.triggerRepaint()


def _recorded_breaks(layer: QgsRasterLayer, look: RasterStyle) -> Sequence[float]:
    """The breaks of the raster's record, where carbon that goes round makes values that no class should follow."""
    if look.scale is not Scale.DECADES or layer.providerType() != "gdal":
        return ()
    step = read_record(layer.source())
    return step.class_breaks if step else ()


def description_of(layer: QgsRasterLayer) -> str:
    """The description of the first band, "" without one."""
    return str(layer.bandName(BAND).partition(": ")[2])


def unit_of(layer: QgsRasterLayer) -> str:
    """The unit behind the comma of the first band's description, as our rasters have it; "" without one."""
    description = description_of(layer)
    return description.rpartition(", ")[2] if ", " in description else ""


def sample_of(provider: QgsRasterDataProvider) -> Sample:
    """Valid values of the first band: all of them in a raster of ordinary size, else those of windows."""
    cols, rows, extent = provider.xSize(), provider.ySize(), provider.extent()
    if cols * rows <= WHOLE_CELLS or not cols * rows:
        return Sample(_values(provider, extent, cols, rows), complete=True)
    width, height = extent.width() / cols, extent.height() / rows
    pieces = []
    for row in np.unique(np.linspace(0, max(0, rows - WINDOW), WINDOWS_ACROSS).astype(int)):
        for col in np.unique(np.linspace(0, max(0, cols - WINDOW), WINDOWS_ACROSS).astype(int)):
            wide, high = min(WINDOW, cols), min(WINDOW, rows)
            left, top = extent.xMinimum() + col * width, extent.yMaximum() - row * height
            window = QgsRectangle(left, top - high * height, left + wide * width, top)
            pieces.append(_values(provider, window, wide, high))
    return Sample(np.concatenate(pieces), complete=False)


def _values(provider: QgsRasterDataProvider, extent: QgsRectangle, cols: int, rows: int) -> np.ndarray:
    block = provider.block(BAND, extent, cols, rows)
    types = {getattr(Qgis.DataType, name): kind for name, kind in DTYPES.items() if hasattr(Qgis.DataType, name)}
    if block is None or not block.isValid() or block.dataType() not in types:
        return np.empty(0)
    values = np.frombuffer(bytes(block.data()), types[block.dataType()]).astype(np.float64)
    valid = np.isfinite(values)
    if block.hasNoDataValue():
        valid &= values != block.noDataValue()
    for excluded in provider.userNoDataValues(BAND):
        valid &= (values < excluded.min()) | (values > excluded.max())
    return values[valid]


def _are_codes(sample: Sample) -> bool:
    distinct = np.unique(sample.values)
    whole = bool(np.all(distinct == np.round(distinct)))
    return sample.complete and 0 < len(distinct) <= MOST_CODES and whole


def _paletted(
    provider: QgsRasterDataProvider, shades: dict[float, QColor], labels: Sequence[str] = ()
) -> QgsPalettedRasterRenderer:
    labels = labels or [number(value) for value in shades]
    classes = [QgsPalettedRasterRenderer.Class(*shade, label) for shade, label in zip(shades.items(), labels)]
    return QgsPalettedRasterRenderer(provider, BAND, classes)


def _pseudocolour(
    provider: QgsRasterDataProvider, classes: Classes, shades: list[QColor]
) -> QgsSingleBandPseudoColorRenderer:
    function = QgsColorRampShader()
    function.setColorRampType(QgsColorRampShader.Type.Discrete)
    items = zip(classes.uppers, shades, classes.labels)
    function.setColorRampItemList([QgsColorRampShader.ColorRampItem(*item) for item in items])
    shader = QgsRasterShader()
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(provider, BAND, shader)
    finite = classes.uppers[:-1] or (0.0,)
    renderer.setClassificationMin(finite[0])
    renderer.setClassificationMax(finite[-1])
    return renderer


def colours(look: RasterStyle, count: int, clear: bool = False) -> list[QColor]:
    """A colour per class; the palest of a sequential scheme is left out, so that data differ from an empty page."""
    if look.scale is Scale.DIRECTION:
        return [QColor(WHEEL[place % len(WHEEL)]) for place in range(count)]
    if look.scale is Scale.RATIO:
        return ratio_colours()
    if clear:
        # Legends show it as white, since some of them leave out the opacity.
        return [QColor(255, 255, 255, 0), *colours(look, count - 1)]
    diverging = look.scale in (Scale.SIGNED, Scale.CHANGE)
    skip = 0 if diverging else 1
    size = min(MOST_COLOURS[diverging], max(FEWEST_COLOURS, count + skip))
    ramp = QgsColorBrewerColorRamp(look.scheme, size)
    places = np.linspace(skip, size - 1, count) if count > 1 else [size // 2]
    return [ramp.color(place / (size - 1)) for place in places]


def ratio_colours() -> list[QColor]:
    """A colour per class of the ratio: blue for a surplus of sequestration, red for a deficit."""
    last = MOST_COLOURS[True] - 1
    ramp = QgsColorBrewerColorRamp("RdYlBu", last + 1, True)
    return [ramp.color(shade / last) for shade in RATIO_SHADES]


def _many_colours(count: int) -> list[QColor]:
    if count <= PAIRED:
        ramp = QgsColorBrewerColorRamp("Paired", max(FEWEST_COLOURS, count))
        return [ramp.color(place / max(1, max(FEWEST_COLOURS, count) - 1)) for place in range(count)]
    # Steps of the golden angle keep neighbours apart.
    return [
        QColor.fromHsv(round(137.5 * place) % 360, 90 + 50 * (place % 3), 235 - 45 * (place % 2))
        for place in range(count)
    ]
