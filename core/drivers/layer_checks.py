"""What layers must be to be compared: enough of them, with names that can be columns, and cells with data.

names x, y, X  ->  ParameterError: X and x would be one column
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..errors import ParameterError, RasterError
from .messages import (
    LAYERS_WITHOUT_COMMON_CELLS,
    NAMES_NOT_UNIQUE,
    NO_DATA,
    TOO_FEW_LAYERS,
    TOO_MANY_LAYERS,
    UNKNOWN_LAYER,
)
from .moments import Moments

MAX_LAYERS = 64
# The column of the tables that names a layer; no layer may have this name.
NAME_COLUMN = "layer"


def require_layers(names: Sequence[str], categorical: Collection[str], least: int) -> None:
    """Check the number and names of layers.

    Parameters
    ----------
    names : sequence of str
    categorical : collection of str, names of the layers that hold codes
    least : int, number of layers needed

    Raises
    ------
    ParameterError
        for too few or many layers, names that cannot be columns, unknown categories
    """
    if len(names) < least:
        raise ParameterError(TOO_FEW_LAYERS, least=least, count=len(names))
    if len(names) > MAX_LAYERS:
        raise ParameterError(TOO_MANY_LAYERS, count=len(names), most=MAX_LAYERS)
    taken = {NAME_COLUMN}
    for name in names:
        if name.casefold() in taken:
            raise ParameterError(NAMES_NOT_UNIQUE, name=name)
        taken.add(name.casefold())
    for name in categorical:
        if name not in names:
            raise ParameterError(UNKNOWN_LAYER, name=name, layers=", ".join(names))


def require_cells(moments: Moments, names: Sequence[str], every: bool) -> None:
    """Check that there are cells to compute with.

    Parameters
    ----------
    moments : Moments
    names : sequence of str, of the layers
    every : bool, whether a cell must have data in all layers, or in one of them

    Raises
    ------
    RasterError
        when there is no such cell
    """
    if moments.union == 0:
        raise RasterError(NO_DATA, layers=", ".join(names))
    if every and not moments.n.any():
        counts = ", ".join(f"{name} {int(cells)}" for name, cells in zip(names, moments.valid))
        raise RasterError(LAYERS_WITHOUT_COMMON_CELLS, counts=counts)
