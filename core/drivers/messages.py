"""Messages of `core/drivers`: English templates, marked for translation; see `core/messages`."""

from __future__ import annotations

from ..messages import QT_TRANSLATE_NOOP

# Layers
TOO_FEW_LAYERS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "At least {least} layers are needed; {count} given.")
TOO_MANY_LAYERS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{count} layers are given; at most {most} can be compared at once. Leave some out."
)
NAMES_NOT_UNIQUE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    'The layer name "{name}" cannot be a column of its own (upper and lower case count as the same): it is used '
    "twice, or is the name of another column. Rename the layer.",
)
UNKNOWN_LAYER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{name} is declared categorical, but is not among the layers: {layers}. Choose categories from the layers.",
)
LAYERS_WITHOUT_COMMON_CELLS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "There is no cell with data in every layer. Cells with data per layer: {counts}. "
    "Leave out the layer that covers another area, check its nodata value, or (for a correlation) choose "
    '"pairwise" for missing cells.',
)
NO_DATA = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "No layer has a cell with data: {layers}. Check the nodata values and the study area."
)

# Categories and classes
NOT_A_CODE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer} is declared categorical, but holds {value} at row {row}, column {col}, which is not an integer "
    "code. Take it off the categorical layers, or reclassify it first.",
)
TOO_MANY_CLASSES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer} has more than {most} different codes. A category with that many classes explains anything: "
    "take the layer off the categorical ones, so that it is binned, or group its codes first.",
)
TOO_MANY_OVERLAYS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{first} with {first_count} and {second} with {second_count} classes overlay to {product} classes; at most "
    "{most} are possible. Group the codes of one of them, or use fewer classes.",
)
CLASS_COUNT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{count} classes are asked for; the number of classes must be {least} to {most}."
)
