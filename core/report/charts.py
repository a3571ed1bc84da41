"""Charts that a report makes from tables where the steps make them from arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..charts.drivers import DIVERGING
from ..charts.elements.heatmap import Chart, heat_chart
from ..charts.elements.labels import escaped
from ..tables.number_format import fixed, number
from ..tables.summary import as_table, finite_numbers

if TYPE_CHECKING:
    from ..tables.summary import Rows


def matrix_chart(rows: Rows, heading: str) -> Chart | None:
    """Return the correlation table as a heat map.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
        A column `layer`, and one per layer, found by its name whatever its case; a layer without a column of its own
        is empty.
    heading : str
        Plain text.

    Returns
    -------
    Chart or None
        None without rows.
    """
    if not len(rows):
        return None
    table = as_table(rows)
    names = [str(name) for name in table["layer"]]
    r = np.column_stack([finite_numbers(table, name.casefold()).to_numpy() for name in names])
    texts = [["" if np.isnan(value) else fixed(float(value)) for value in line] for line in r]
    hover = [
        [f"{escaped(a)}<br>{escaped(b)}<br>r = {number(float(r[i, j]))}" for j, b in enumerate(names)]
        for i, a in enumerate(names)
    ]
    return heat_chart(names, r, texts, hover, DIVERGING, limits=(-1.0, 1.0), heading=heading)
