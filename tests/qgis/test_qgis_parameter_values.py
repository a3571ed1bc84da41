"""Numbers, choices, flags and CRSs that are none: refused by every tool, by name, before anything is read."""

from __future__ import annotations

import pytest
from conftest import algorithm
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProcessingContext, QgsProperty

pytestmark = pytest.mark.usefixtures("plugin")
MODELS = ("carbonserviceflow", "carbonserviceflowdrivers")
BAD = {
    "number": ("1,5", "abc", "nan", float("nan"), "inf", float("-inf"), "1_000", "1 000"),
    "enum": ("1.5", 0.5, float("nan"), "99", -1, "abc", "1.0"),
    "boolean": ("no", "abc", 2, float("nan")),
    "band": ("abc", 0, 1.5, float("nan")),
    "crs": ("EPSG:999999", "abc"),
}
GOOD = {"enum": (0, "0", 0.0), "boolean": (True, "true", "false", 0, "1"), "crs": ("EPSG:32650",), "band": (1, "1")}


def reason(tool, name, value):
    """Why a tool refuses a value, or anything else that is missing."""
    able, text = tool.checkParameterValues({name: value}, QgsProcessingContext())
    assert not able
    return text


def of_type(kind):
    tools = QgsApplication.processingRegistry().providerById("carbonflow").algorithms()
    return [
        (tool, one)
        for tool in tools
        if tool.name() not in MODELS
        for one in tool.parameterDefinitions()
        if one.type() == kind
    ]


@pytest.mark.parametrize("kind", list(BAD))
def test_a_value_that_is_none_is_refused_by_name(kind):
    parameters = of_type(kind)
    assert parameters
    for tool, one in parameters:
        for value in BAD[kind]:
            text = reason(tool, one.name(), value)
            assert text.startswith(f"{one.name()} ({one.description()}): {value} is"), (tool.name(), value)


@pytest.mark.parametrize("kind", list(GOOD))
def test_a_value_that_is_one_is_not(kind):
    for tool, one in of_type(kind):
        for value in GOOD[kind]:
            assert not reason(tool, one.name(), value).startswith(f"{one.name()} (")


def test_a_number_out_of_its_range_is_refused_with_the_range():
    assert "within 2 – 2147483647" in reason(algorithm("factordetector"), "CLASSES", "1")
    for tool, one in of_type("number"):
        if one.minimum() > -1e300:
            assert one.name() in reason(tool, one.name(), one.minimum() - 1), tool.name()


def test_whole_numbers_stay_whole():
    assert "CLASSES" in reason(algorithm("factordetector"), "CLASSES", 2.5)
    assert "CLASSES" in reason(algorithm("factordetector"), "CLASSES", "3000000000")


def test_an_empty_crs_and_empty_texts_are_not_given():
    grid = algorithm("studygrid")
    for value in (QgsCoordinateReferenceSystem(), "", None):
        assert not reason(grid, "CRS", value).startswith("CRS (")
    assert not reason(algorithm("carbonstockchange"), "PRICE", " ").startswith("PRICE (")


def test_a_computed_number_is_judged_by_its_result():
    change = algorithm("carbonstockchange")
    assert reason(change, "YEARS", QgsProperty.fromExpression("1e308 * 10")).startswith("YEARS (")
    assert not reason(change, "YEARS", QgsProperty.fromExpression("2+3")).startswith("YEARS (")
