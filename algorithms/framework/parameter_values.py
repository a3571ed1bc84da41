"""Values of numbers, choices, flags, bands and CRSs, refused where QGIS would read something else than they say.

QGIS lets an optional number pass that is none, and takes its default, 0 or the first choice instead; it lets "nan" pass
everywhere, cuts 1.5 to the choice 1, takes "no" for true and an unknown CRS for none. Each is an error here, before
anything is read. A value that is computed (an expression of a model) is judged by its result.
"""

from __future__ import annotations

import math
from typing import Any

from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
    QgsProperty,
)

from ...core.errors import ParameterError
from ...core.messages import (
    PARAMETER_NOT_BAND,
    PARAMETER_NOT_CHOICE,
    PARAMETER_NOT_CRS,
    PARAMETER_NOT_FLAG,
    PARAMETER_NOT_INTEGER,
    PARAMETER_NOT_NUMBER,
    PARAMETER_OUT_OF_RANGE,
)

FLAGS = {"true": True, "1": True, "1.0": True, "false": False, "0": False, "0.0": False}
LARGEST_INTEGER = 2**31 - 1
# QGIS's own limits, which say that there is none.
UNLIMITED = 1e300


def require_readable_values(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> None:
    """Check all values given for an algorithm's numbers, choices, flags, bands and CRSs.

    Raises
    ------
    ParameterError
        Naming the first parameter whose value QGIS would not read as what it says, the value and what is wanted.
    """
    checks = {
        "number": _check_number,
        "enum": _check_choice,
        "boolean": _check_flag,
        "band": _check_band,
        "crs": _check_crs,
    }
    for definition in algorithm.parameterDefinitions():
        check = checks.get(definition.type())
        value = parameters.get(definition.name())
        if check is None or _is_empty(value):
            continue
        if isinstance(value, QgsProperty):
            if definition.type() != "number":
                continue
            value = algorithm.parameterAsDouble(parameters, definition.name(), context)
        check(definition, value, algorithm, parameters, context)


def _is_empty(value: Any) -> bool:
    return value is None or value == NULL or (isinstance(value, str) and not value.strip())


def _named(definition: QgsProcessingParameterDefinition, value: Any) -> dict[str, object]:
    return {"name": definition.name(), "label": definition.description(), "value": value}


def _as_float(value: Any) -> float:
    """The number that a value is or spells, nan for all else."""
    if isinstance(value, str) and "_" in value:
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _check_number(
    definition: QgsProcessingParameterNumber,
    value: Any,
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> None:
    number = _as_float(value)
    if not math.isfinite(number):
        raise ParameterError(PARAMETER_NOT_NUMBER, **_named(definition, value))
    is_integer = definition.dataType() == QgsProcessingParameterNumber.Type.Integer
    if is_integer and not number.is_integer():
        raise ParameterError(PARAMETER_NOT_INTEGER, **_named(definition, value))
    low, high = definition.minimum(), definition.maximum()
    if is_integer:
        low, high = max(low, -LARGEST_INTEGER), min(high, LARGEST_INTEGER)
    if not low <= number <= high:
        raise ParameterError(PARAMETER_OUT_OF_RANGE, range=_range_words(low, high), **_named(definition, value))
    # A number that Python reads and QGIS does not: it would take the default.
    if algorithm.parameterAsDouble(parameters, definition.name(), context) != number:
        raise ParameterError(PARAMETER_NOT_NUMBER, **_named(definition, value))


def _range_words(low: float, high: float) -> str:
    if high > UNLIMITED:
        return f">= {low:.10g}"
    return f"{low:.10g} – {high:.10g}" if low > -UNLIMITED else f"<= {high:.10g}"


def _check_choice(definition: Any, value: Any, *_: Any) -> None:
    number, options = _as_float(value), definition.options()
    # QGIS reads no choice from a text such as "1.0".
    fractional = isinstance(value, str) and "." in value
    if fractional or not number.is_integer() or not 0 <= number < len(options):
        choices = ", ".join(f"{position} {option}" for position, option in enumerate(options))
        raise ParameterError(PARAMETER_NOT_CHOICE, choices=choices, **_named(definition, value))


def _check_flag(definition: Any, value: Any, *_: Any) -> None:
    if str(value).strip().lower() not in FLAGS:
        raise ParameterError(PARAMETER_NOT_FLAG, **_named(definition, value))


def _check_band(definition: Any, value: Any, *_: Any) -> None:
    number = _as_float(value)
    if not number.is_integer() or not 1 <= number <= LARGEST_INTEGER:
        raise ParameterError(PARAMETER_NOT_BAND, **_named(definition, value))


def _check_crs(
    definition: Any,
    value: Any,
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> None:
    # A dialog gives an empty CRS where none is chosen.
    if isinstance(value, QgsCoordinateReferenceSystem):
        return
    if not algorithm.parameterAsCrs(parameters, definition.name(), context).isValid():
        raise ParameterError(PARAMETER_NOT_CRS, **_named(definition, value))
