"""Supply and demand: difference, ratio and flow per cell and per zone (study eq. 9-10, DOI 10.12677/ag.2022.125066).

    difference = C - E      ratio = E / C      flow F = min(E, C)       t/ha (per year)

C is carbon sequestration, E carbon emission. The ratio has no value where C = 0. A zone has three ratios, and they
differ widely: of its totals, sum(E) / sum(C); the mean of its cells' ratios; their median. Two cells of 1 ha,
E = 1 and 146.63, C = 331.21 and 30: totals 147.63 / 361.21 = 0.409; mean (0.0030 + 4.888) / 2 = 2.445.
Means and medians of ratios are over cells, whatever their areas; totals and densities weigh cells by area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..accounts.negative_cells import NegativeCells
from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..messages import NEGATIVE_EMISSION, NEGATIVE_SEQUESTRATION
from ..progress import Progress
from ..raster.geotiff import Target
from ..raster.grid import HA_PER_KM2, Grid
from ..raster.sources import Band, Source
from ..zones.coverage import run_with_coverage
from ..zones.zonal_medians import FINE_BITS, MiddleBins, SparseCounts, coarse_counts
from ..zones.zonal_sums import ZoneRuns
from ..zones.zones import Zones

NO_COUNTS = SparseCounts(np.zeros(0, np.int64), np.zeros(0, np.int64))


@dataclass(frozen=True)
class BalanceOperation:
    """Emission, sequestration (and zones) to difference, ratio and flow where `wanted`, in that order, and all sums.

    Sums per zone, (zones + 1,): `emission`, `sequestration` and `flow` t, `area` ha, `ratio` and `ratio_cells` of the
    cells that have a ratio. `bins` SparseCounts of the ratios; `negative_e` and `negative_c` NegativeCells;
    `without_counterpart` (2,): cells where only emission, only sequestration has data; `zero_cells`.
    """

    zones: int
    wanted: tuple[bool, bool, bool] = (False, False, False)

    def __call__(self, block: Block) -> Result:
        """Compare a block."""
        valid = block.valid(0, 1)
        emission, sequestration = block.filled(0, valid), block.filled(1, valid)
        ratio, has_ratio = cell_ratios(emission, sequestration)
        runs = ZoneRuns.of(block, block.bands[2] if self.zones else None, self.zones)
        flow = np.minimum(emission, sequestration)
        row, col = block.window.row, block.window.col
        ratio_cells = runs.count(has_ratio)
        partial = Sums(
            emission=runs.tonnes(emission),
            sequestration=runs.tonnes(sequestration),
            flow=runs.tonnes(flow),
            area=runs.hectares(valid),
            ratio=runs.sum(ratio),
            ratio_cells=ratio_cells,
            bins=coarse_counts(*runs.within(ratio, has_ratio), runs.present()[0]) if self.zones else NO_COUNTS,
            negative_e=NegativeCells.find(emission, valid, row, col),
            negative_c=NegativeCells.find(sequestration, valid, row, col),
            without_counterpart=np.array([block.present_elsewhere(band, valid) for band in (0, 1)]),
        )
        # What is neither above nor below 0.
        above, below = int(ratio_cells.sum()), partial["negative_c"].count
        partial["zero_cells"] = int(np.count_nonzero(valid)) - above - below
        bands: list[np.ma.MaskedArray] = []
        if self.wanted[0]:
            bands.append(np.ma.MaskedArray(sequestration - emission, ~valid))
        if self.wanted[1]:
            bands.append(np.ma.MaskedArray(ratio, ~has_ratio))
        if self.wanted[2]:
            bands.append(np.ma.MaskedArray(flow, ~valid))
        return Result(bands, partial)


def cell_ratios(emission: np.ndarray, sequestration: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the ratios of emission to sequestration.

    Parameters
    ----------
    emission, sequestration : (rows, cols) float64, t C/ha

    Returns
    -------
    (rows, cols) float64, the ratios, 0 where there is none; (rows, cols) bool, where there is one: C > 0
    """
    has_ratio = sequestration > 0
    if has_ratio.all():
        return emission / sequestration, has_ratio
    return np.divide(emission, sequestration, out=np.zeros(emission.shape), where=has_ratio), has_ratio


@dataclass(frozen=True)
class MedianOperation:
    """A further pass over the ratios: counts those in the bins that hold the zones' middle values.

    Bands are a written ratio raster and zones, or, when none is written, emission, sequestration and zones.
    """

    zones: int
    middle: MiddleBins

    def __call__(self, block: Block) -> Result:
        """Count a block; no bands."""
        runs = ZoneRuns.of(block, block.bands[-1], self.zones)
        if len(block.bands) == 2:
            ratio, has_ratio = block.bands[0].data, block.valid(0)
        else:
            valid = block.valid(0, 1)
            ratio, has_ratio = cell_ratios(block.filled(0, valid), block.filled(1, valid))
        return Result(partial=Sums(counts=self.middle.counts(*runs.within(ratio, has_ratio))))


@dataclass(frozen=True)
class Balance:
    """Sums over the grid (t C, ha) and the zone table; None where a ratio is undefined."""

    emission_t: float
    sequestration_t: float
    flow_t: float
    area_ha: float
    ratio_of_totals: float | None
    mean_ratio: float | None
    zero_sequestration_cells: int
    zone_rows: list[dict[str, Any]]


def balance(
    emission: Band,
    sequestration: Band,
    grid: Grid,
    targets: Sequence[Target | None],
    *,
    zones: Source | None = None,
    zone_names: Sequence[str] = (),
    progress: Progress | None = None,
    zone_polygons: Zones | None = None,
) -> Balance:
    """Write difference, ratio and flow per cell, and return the balance.

    Parameters
    ----------
    emission, sequestration : Band on `grid`, t C/ha, 0 or more
    grid : Grid
    targets : difference (t C/ha), ratio (1) and flow (t C/ha), in that order, None where not wanted
    zones, zone_names : source of zone positions, and their names; None for no zone table
    progress : Progress
    zone_polygons : the polygons behind `zones`, to warn of overlaps and of zones partly off the grid

    Returns
    -------
    Balance

    Raises
    ------
    RasterError
        For negative emission or sequestration, naming raster, count and first cell.

    References
    ----------
    Study eq. 9-10, DOI 10.12677/ag.2022.125066.
    """
    progress = progress or Progress()
    inputs: list[Source] = [emission, sequestration]
    zone_source = [] if zones is None else [zones]
    operation = BalanceOperation(
        len(zone_names), (targets[0] is not None, targets[1] is not None, targets[2] is not None)
    )
    written = [target for target in targets if target is not None]
    first_pass = progress.span(0.0, 0.8 if zone_names else 1.0)
    if zone_polygons is None:
        sums = run(operation, [*inputs, *zone_source], grid, written, first_pass)
    else:
        sums, _ = run_with_coverage(
            zone_polygons,
            operation,
            [*inputs, *zone_source],
            grid,
            written,
            progress=first_pass,
            zone_band=2,
            data_bands=(0, 1),
        )
    # What was just written is one raster instead of two, and needs no division.
    ratios = inputs if targets[1] is None else [targets[1].written()]
    further_passes = progress.span(0.8, 1.0)
    return balance_account(
        sums, (emission.name, sequestration.name), [*ratios, *zone_source], grid, zone_names, progress=further_passes
    )


def balance_account(
    sums: Sums,
    rasters: tuple[str, str],
    median_sources: Sequence[Source],
    grid: Grid,
    zone_names: Sequence[str],
    *,
    progress: Progress,
) -> Balance:
    """Turn the sums of a `BalanceOperation` into the balance; with zones, find their medians.

    Parameters
    ----------
    sums : Sums of a `BalanceOperation`
    rasters : names of emission and sequestration
    median_sources : what a `MedianOperation` reads, if there are zones
    grid : Grid
    zone_names : of the zones; empty for no zone table
    progress : Progress

    Returns
    -------
    Balance

    Raises
    ------
    RasterError
        For negative emission or sequestration, naming raster, count and first cell.
    """
    sums["negative_e"].raise_if_any(NEGATIVE_EMISSION, rasters[0])
    sums["negative_c"].raise_if_any(NEGATIVE_SEQUESTRATION, rasters[1])
    for cells, raster, other in zip(sums["without_counterpart"], rasters, reversed(rasters)):
        if cells:
            progress.warning(f"{cells} cells of {raster} have no value in {other}; left out.")
    zero_cells = sums["zero_cells"]
    if zero_cells:
        progress.warning(f"{zero_cells} cells sequester nothing: they have no ratio.")
    medians = np.zeros(0)
    if zone_names:
        middle = MiddleBins.locate(sums["bins"], len(zone_names))
        while middle.bits:
            one_pass = progress.span(1 - middle.bits / FINE_BITS, 1 - (middle.bits - middle.step) / FINE_BITS)
            in_bins = run(MedianOperation(len(zone_names), middle), median_sources, grid, (), one_pass)
            middle = middle.narrowed(in_bins["counts"])
        medians = middle.medians()
    return _account(sums, medians, zone_names, zero_cells)


def _account(sums: Sums, medians: np.ndarray, names: Sequence[str], zero_cells: int) -> Balance:
    total = {key: float(sums[key].sum()) for key in ("area", "emission", "sequestration", "flow", "ratio")}
    rows = [_zone_row(sums, index, name, float(medians[index])) for index, name in enumerate(names)]
    ranked = sorted((row for row in rows if row["mean_ratio"] is not None), key=lambda row: -row["mean_ratio"])
    for rank, row in enumerate(ranked, start=1):
        row["rank"] = rank
    return Balance(
        emission_t=total["emission"],
        sequestration_t=total["sequestration"],
        flow_t=total["flow"],
        area_ha=total["area"],
        ratio_of_totals=_divide(total["emission"], total["sequestration"]),
        mean_ratio=_divide(total["ratio"], float(sums["ratio_cells"].sum())),
        zero_sequestration_cells=zero_cells,
        zone_rows=rows,
    )


def _zone_row(sums: Sums, index: int, name: str, median: float) -> dict[str, Any]:
    area, emission = float(sums["area"][index]), float(sums["emission"][index])
    sequestration, flow = float(sums["sequestration"][index]), float(sums["flow"][index])
    return {
        "zone": name,
        "area_ha": area,
        "emission_t": emission,
        "sequestration_t": sequestration,
        "emission_t_ha": _divide(emission, area),
        "sequestration_t_ha": _divide(sequestration, area),
        "difference_t_ha": _divide(sequestration - emission, area),
        "ratio_of_totals": _divide(emission, sequestration),
        "mean_ratio": _divide(float(sums["ratio"][index]), float(sums["ratio_cells"][index])),
        "median_ratio": None if np.isnan(median) else median,
        "flow_t": flow,
        "flow_t_km2": _divide(flow * HA_PER_KM2, area),
        "rank": None,
    }


def _divide(over: float, under: float) -> float | None:
    return over / under if under else None
