"""The parameters of a run as its record holds them: what the command line would be given again."""

from __future__ import annotations

import configparser
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
    QgsProperty,
)

from ...core import PLUGIN_FOLDER
from ...core.provenance.record import Step
from ...core.raster.containers.paths import exists

METADATA = PLUGIN_FOLDER / "metadata.txt"
# Stands for the folder of temporary outputs, which has another name in each run.
TEMPORARY = "(temporary)"
LAYER_TYPES = ("raster", "source", "vector")


def plugin_version() -> str:
    """Return the version in metadata.txt."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(METADATA, encoding="utf-8")
    return parser.get("general", "version", fallback="")


def step_of(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> Step:
    """Return the record of a run that begins: its parameters as given, defaults included, outputs left out."""
    given: dict[str, Any] = {}
    choices: dict[str, str] = {}
    for definition in algorithm.parameterDefinitions():
        name = definition.name()
        if definition.isDestination():
            continue
        value = parameters.get(name)
        value = definition.defaultValue() if value is None else value
        if value is None or value == "":
            continue
        if isinstance(value, (list, tuple)):
            given[name] = tuple(_text(algorithm, definition, {name: part}, context) for part in value)
        else:
            given[name] = _text(algorithm, definition, {**parameters, name: value}, context)
        if definition.type() == "enum":
            choices[name] = _word(algorithm, definition, {**parameters, name: value}, context)
    return Step(f"carbonflow:{algorithm.name()}", plugin_version(), "", given, choices)


def _text(
    algorithm: QgsProcessingAlgorithm,
    definition: QgsProcessingParameterDefinition,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> str:
    name, kind = definition.name(), definition.type()
    if kind in (*LAYER_TYPES, "multilayer"):
        return _layer_text(parameters[name], context)
    if kind == "number":
        return f"{algorithm.parameterAsDouble(parameters, name, context):.15g}"
    if kind == "enum":
        return str(algorithm.parameterAsEnum(parameters, name, context))
    if kind == "boolean":
        return str(algorithm.parameterAsBool(parameters, name, context)).lower()
    if kind == "crs":
        crs = algorithm.parameterAsCrs(parameters, name, context)
        return str(crs.authid() or crs.toWkt())
    return str(algorithm.parameterAsString(parameters, name, context))


def _layer_text(value: Any, context: QgsProcessingContext) -> str:
    """A path as it was given; of a layer its source, of one in memory its name."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext(), "")[0]
    text = value if isinstance(value, str) else ""
    if not text or not (Path(text.split("|")[0]).exists() or exists(text)):
        # A layer, its id or its name.
        layer = value if hasattr(value, "source") else QgsProcessingUtils.mapLayerFromString(text, context)
        if layer is not None:
            text = layer.name() if layer.providerType() == "memory" else layer.source()
    return shown_path(text)


def shown_path(path: str) -> str:
    """Return a path as records show it: temporary folders have another name in each run."""
    folder = QgsProcessingUtils.tempFolder()
    return TEMPORARY + "/" + Path(path).name if folder and path.startswith(folder) else path


def _word(
    algorithm: QgsProcessingAlgorithm,
    definition: QgsProcessingParameterDefinition,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> str:
    number, words = algorithm.parameterAsEnum(parameters, definition.name(), context), definition.options()
    return str(words[number]) if 0 <= number < len(words) else ""
