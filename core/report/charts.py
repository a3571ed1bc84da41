"""Charts that a report makes from tables where the steps make them from arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..charts.drivers import DIVERGING
from ..charts.elements.heatmap import Chart, heat_chart
from ..charts.elements.page import escaped
from ..tables.number_format import number
from ..tables.summary import Row


def matrix_chart(rows: Sequence[Row], heading: str) -> Chart | None:
    """Return the correlation table (column `layer`, and one per layer) as a heat map; None without rows.

    Columns are found by the layer's name, whatever its case; a layer without a column of its own is left empty.
    """
    if not rows:
        return None
    names = [str(row["layer"]) for row in rows]
    r = np.array([[_value(row, name) for name in names] for row in rows])
    numbers = [["" if np.isnan(value) else f"{value:.2f}".replace("-", "−") for value in line] for line in r]
    hover = [
        [f"{escaped(a)}<br>{escaped(b)}<br>r = {number(float(r[i, j]))}" for j, b in enumerate(names)]
        for i, a in enumerate(names)
    ]
    return heat_chart(names, r, numbers, hover, DIVERGING, (-1.0, 1.0), heading)


def _value(row: Row, name: str) -> float:
    value = row.get(name.casefold())
    return float(value) if isinstance(value, (int, float)) else np.nan
