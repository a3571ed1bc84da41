"""What `rastercorrelationmatrix` does with its parameters: layers to core's inputs, matrices to tables and charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.charts.drivers import write_correlation_page
from ...core.charts.elements.page import require_packages
from ...core.drivers.correlation import Correlation, CorrelationMethod, MissingCells, correlate
from ...core.drivers.eta_squared import eta_squared
from ...core.drivers.layer_checks import require_layers
from ...core.drivers.significance import rank_drivers, significance
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.sources import Band, common_grid
from ...core.tables.columns import fields
from ..framework.inputs import Inputs
from ..framework.layer_names import categorical_names, table_names, with_categories
from ..framework.outputs import Outputs
from ..framework.translation import language, translate

METHODS = (CorrelationMethod.PEARSON, CorrelationMethod.SPEARMAN)
MISSING = (MissingCells.LISTWISE, MissingCells.PAIRWISE, MissingCells.ARCGIS)


@dataclass(frozen=True)
class Gathered:
    """What the computation needs; the target is the first layer."""

    layers: list[Band]
    names: list[str]
    categorical: list[str]
    grid: Grid
    method: CorrelationMethod
    missing: MissingCells
    tested: bool


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run; raises `ParameterError` and what the layers' grids raise."""
    layers = [inputs.band("TARGET"), *inputs.bands("LAYERS")]
    common_grid(layers)
    names = table_names([band.name for band in layers], inputs.text("NAMES"), Progress())
    categories = categorical_names(layers, names, inputs.bands("CATEGORICAL"))
    require_layers(names, categories, least=2)


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what `compute` needs, free of QGIS objects."""
    layers = [inputs.band("TARGET"), *inputs.bands("LAYERS")]
    names = table_names([band.name for band in layers], inputs.text("NAMES"), progress)
    categories = categorical_names(layers, names, inputs.bands("CATEGORICAL"))
    return Gathered(
        with_categories(layers, names, categories),
        names,
        categories,
        common_grid(layers, progress),
        METHODS[inputs.integer("METHOD")],
        MISSING[inputs.integer("MISSING")],
        inputs.flag("SIGNIFICANCE"),
    )


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Correlate, hand tables and charts to `outputs`, return the number of cells."""
    page = outputs.page("HTML")
    if page:
        require_packages()
    result = correlate(
        given.layers,
        given.names,
        given.grid,
        given.method,
        given.missing,
        categorical=given.categorical,
        progress=progress.span(0, 0.4),
    )
    eta2 = _eta_squared(given, result, progress.span(0.4, 0.6))
    tests = None
    if given.tested and (page or outputs.wanted("RANKING")):
        tests = significance(result, given.grid, progress=progress.span(0.6, 1))
    ranking = rank_drivers(result, tests=tests, eta2=eta2)
    outputs.table(
        "CORRELATION", fields("rastercorrelationmatrix", "CORRELATION", given.names), result.correlation_rows()
    )
    outputs.table("COVARIANCE", fields("rastercorrelationmatrix", "COVARIANCE", given.names), result.covariance_rows())
    outputs.table("RANKING", fields("rastercorrelationmatrix", "RANKING"), ranking)
    if page:
        write_correlation_page(page, result, ranking, chart_words(), chart_notes(given, result), language=language())
    return {"N": int(result.n[0, 0])}


def _eta_squared(given: Gathered, result: Correlation, progress: Progress) -> dict[str, float]:
    """Eta squared of the categories that share cells with the target; of the others a warning."""
    shared = [name for name, cells in zip(given.names, result.moments.n[0]) if cells > 0]
    for name in given.categorical:
        if name not in shared:
            progress.warning(f"{name} has no cell in common with {given.names[0]}: no eta squared.")
    countable = [name for name in given.categorical if name in shared]
    return eta_squared(given.layers, given.names, given.grid, countable, missing=given.missing, progress=progress)


def chart_words() -> dict[str, str]:
    """Words of the charts, in the user's language."""
    return {
        "title": translate("CarbonServiceFlow", "Correlation of {target} with its drivers"),
        "ranking": translate("CarbonServiceFlow", "Correlation with the target, the closest first"),
        "interval": translate("CarbonServiceFlow", "95 % confidence interval"),
        "matrix": translate("CarbonServiceFlow", "Correlation matrix"),
        "cells": translate("CarbonServiceFlow", "Cells"),
        "effective": translate("CarbonServiceFlow", "Effective sample size"),
        "without": translate("CarbonServiceFlow", "Without a correlation: {layers}."),
    }


def chart_notes(given: Gathered, result: Correlation) -> list[str]:
    """What a reader must know about the numbers, in the user's language."""
    rules = {
        MissingCells.LISTWISE: translate("CarbonServiceFlow", "Over the {n} cells where every layer has data."),
        MissingCells.PAIRWISE: translate(
            "CarbonServiceFlow", "Each pair over its own cells; the target has data in {n} cells."
        ),
        MissingCells.ARCGIS: translate(
            "CarbonServiceFlow", "Over {n} cells; nodata replaced by the layer's mean, which pulls r towards 0."
        ),
    }
    method = {CorrelationMethod.PEARSON: "Pearson", CorrelationMethod.SPEARMAN: "Spearman"}[given.method]
    notes = [f"{method}. " + rules[given.missing].format(n=f"{int(result.n[0, 0]):,}")]
    if given.tested:
        notes.append(
            translate(
                "CarbonServiceFlow",
                "Intervals count with the effective sample size, because neighbouring cells are alike; without one "
                "there are too few independent cells.",
            )
        )
    if given.categorical:
        notes.append(
            translate("CarbonServiceFlow", "Codes of categories ({layers}): r depends on their numbering.").format(
                layers=", ".join(given.categorical)
            )
        )
    return notes
