"""Pages of charts that several algorithms write."""

from __future__ import annotations

import numpy as np

from ...core.charts.elements.page import write_page
from ...core.charts.rose import Rose, rose_charts
from ..framework.translation import language, translate
from .words import compass_words


def write_mean_rose(path: str, rose: np.ndarray, facts: str = "") -> None:
    """Write the wind rose of all cells together, 17 frequencies; `facts` is a short line under its title."""
    note = translate(
        "CarbonServiceFlow",
        "Bars show where the wind comes from and how often, calms included; the share of calm stands in the middle. "
        "The dark bar is the prevailing wind. Every cell counts the same.",
    )
    mean = Rose(translate("CarbonServiceFlow", "All cells together"), rose, facts=facts)
    charts = rose_charts([mean], translate("CarbonServiceFlow", "calm"), compass_words())
    write_page(path, translate("CarbonServiceFlow", "Wind rose"), charts, language(), [note])
