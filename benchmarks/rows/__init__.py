"""The rows of the table: a title, what the work is, and the programs that do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..programs import Place, Program
from .accounts import balance, ratio, stock
from .drivers import correlation
from .flow import down_a_surface, one_neighbour, two_neighbours
from .zonal import spread, zones


@dataclass(frozen=True)
class Row:
    """A row of the table."""

    title: str
    programs: Callable[[Place], list[Program]]


ROWS = {
    "stock": Row("Stock from land use: codes (Byte) to t/ha (Float32)", stock),
    "zones": Row("Totals of 2800 zones", zones),
    "ratio": Row("Ratio of two rasters", ratio),
    "balance": Row("Difference, ratio, flow, and a table of 2800 zones", balance),
    "correlation": Row("Correlation of 7 layers", correlation),
    "spread": Row("19 totals spread on a weight", spread),
    "d8": Row("Accumulation along one neighbour; ours with uptake", one_neighbour),
    "surface": Row("Accumulation down a surface, with uptake", down_a_surface),
    "two": Row("Accumulation along two neighbours; ours with uptake", two_neighbours),
}
