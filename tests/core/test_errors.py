"""The error tree: English text, values for translation, the built-in kinds, other processes."""

from __future__ import annotations

import pickle

import pytest
from carbon_service_flow.core import errors
from carbon_service_flow.core.errors import CarbonFlowError, RasterError, TableError
from carbon_service_flow.core.phrases import Listing, Phrase

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, CarbonFlowError)]
BUILT_IN = {
    "RasterError": ValueError,
    "ReadError": OSError,
    "WriteError": OSError,
    "GridMismatchError": ValueError,
    "TableError": ValueError,
    "ZoneError": LookupError,
    "UnknownCodeError": LookupError,
    "ParameterError": ValueError,
    "NotEnoughMemoryError": MemoryError,
    "ClusterError": ConnectionError,
    "CancelledError": Exception,
    "CarbonFlowError": Exception,
}


def test_every_error_is_also_the_built_in_kind_that_a_caller_expects() -> None:
    assert {kind.__name__ for kind in KINDS} == set(BUILT_IN)
    assert all(issubclass(kind, BUILT_IN[kind.__name__]) for kind in KINDS)


def test_the_text_is_the_template_filled_in_english() -> None:
    error = TableError("Table {table}, line {line}.", table="pools.csv", line=7)
    assert str(error) == "Table pools.csv, line 7."
    assert (error.template, error.values) == ("Table {table}, line {line}.", {"table": "pools.csv", "line": 7})
    with pytest.raises(KeyError):
        TableError("Table {table}.", line=7)


@pytest.mark.parametrize("kind", KINDS)
def test_errors_reach_other_processes_with_template_and_values(kind) -> None:
    """Parts of them that can be translated stay so."""
    values = {"raster": "a.tif", "reasons": Listing([Phrase("{count} more", count=3)], "; ")}
    error = pickle.loads(pickle.dumps(kind("{raster}: {reasons}", **values)))
    assert type(error) is kind
    assert (str(error), error.template, error.values) == ("a.tif: 3 more", "{raster}: {reasons}", values)
    assert error.values["reasons"].parts[0].template == "{count} more"


def test_a_caller_without_this_tree_catches_a_value_error() -> None:
    with pytest.raises(ValueError, match="no CRS"):
        raise RasterError("no CRS")
