"""Eta squared: how much of a target's variance a category explains, whatever numbers its classes have.

    target 1 2 3 5, classes 7 7 9 9: between the classes lie 6.25 of the sum of squares 8.75

    >>> import numpy as np
    >>> from carbon_service_flow.core.raster.sources import ArraySource
    >>> layers = [ArraySource(np.array([[1, 2, 3, 5]])), ArraySource(np.array([[7, 7, 9, 9]]))]
    >>> grid = Grid(1, 4, (0, 1000, 0, 0, 0, -1000), "EPSG:6933")
    >>> round(eta_squared(layers, ["target", "soil"], grid, ["soil"])["soil"], 6)
    0.714286

It is the square of the correlation of the target with its class means, and it equals the factor detector's q.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from ..progress import Progress
from ..raster.grid import Grid
from ..raster.sources import Source
from .common_cells import find_common_cells
from .correlation import MissingCells
from .layer_checks import require_layers
from .strata import FactorClasses, gather_strata


def eta_squared(
    layers: Sequence[Source],
    names: Sequence[str],
    grid: Grid,
    categorical: Collection[str],
    target: int = 0,
    *,
    missing: MissingCells = MissingCells.LISTWISE,
    progress: Progress | None = None,
) -> dict[str, float]:
    """Return eta squared of the target by each categorical layer.

    Listwise: over the cells with data in every layer. Otherwise over the cells of target and category; a category has
    no mean, so that ArcGIS's rule has no meaning for it.

    Parameters
    ----------
    layers : sequence of Source
    names : sequence of str, of the layers
    grid : Grid, of all layers
    categorical : collection of str, names of the layers that hold codes
    target : int, number of the target among the layers
    missing : MissingCells
    progress : Progress

    Returns
    -------
    dict of the categories' names to float, 0 to 1; nan for a constant target

    Raises
    ------
    RasterError
        for codes that are not integers, more than 4096 codes, no common cells
    """
    progress = progress or Progress()
    require_layers(names, categorical, least=2)
    chosen = [layer for layer, name in enumerate(names) if name in categorical and layer != target]
    if missing is MissingCells.LISTWISE:
        groups = [(chosen, [layer for layer in range(len(names)) if layer not in (target, *chosen)])] if chosen else []
    else:
        groups = [([layer], []) for layer in chosen]
    eta2: dict[str, float] = {}
    for done, (categories, others) in enumerate(groups):
        group_progress = progress.span(done / len(groups), (done + 1) / len(groups))
        order = [target, *categories, *others]
        sources, labels = [layers[layer] for layer in order], [names[layer] for layer in order]
        places = range(1, 1 + len(categories))
        common = find_common_cells(sources, labels, places, grid, group_progress.span(0, 0.5), limit=1)
        classes = [FactorClasses(labels[place], codes=common.codes[place]) for place in places]
        strata = gather_strata(
            sources, classes, (), float(common.sample.cells[0, 0]), grid, progress=group_progress.span(0.5, 1)
        )
        eta2.update((each.name, of_class.q) for each, of_class in zip(classes, strata.factors))
    if any(math.isnan(value) for value in eta2.values()):
        progress.warning(f"{names[target]} is constant where the categories have data: no eta squared.")
    return eta2
