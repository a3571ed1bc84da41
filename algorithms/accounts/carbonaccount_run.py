"""What `carbonaccount` does with its parameters: layers and tables to core's inputs, accounts to outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.accounts.class_densities import POOL_COLUMNS, ClassDensities
from ...core.accounts.emissions import source_bands
from ...core.accounts.landuse_codes import Scheme
from ...core.balance.carbon_account import CarbonAccountTargets, carbon_account
from ...core.progress import Progress
from ...core.raster.sources import Band, common_grid
from ...core.tables.columns import columns_of_sources, fields
from ..framework.base import warn_of_area_error
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from . import carbonemissions_run as emissionrun


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    emission: emissionrun.Gathered
    sequestration: ClassDensities | Band


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run: what `carbonemissions` does, and a sequestration off the grid."""
    emissionrun.check(inputs)
    if inputs.given("SEQUESTRATION"):
        common_grid([inputs.band("LANDUSE"), inputs.band("SEQUESTRATION")])


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what is emitted where, and what sequesters."""
    emission = emissionrun.gather(inputs, progress)
    given = inputs.optional_band("SEQUESTRATION")
    if given is not None:
        common_grid([emission.emission.landuse, given], progress)
        if inputs.given("POOLS") or inputs.given("OUTPUT_STOCK"):
            progress.warning("A sequestration raster is given: the carbon pools and the stock are not used.")
        return Gathered(emission, given)
    densities = ClassDensities.build(Scheme(inputs.integer("SCHEME")), inputs.optional_table("POOLS", POOL_COLUMNS))
    densities.log(progress)
    return Gathered(emission, densities)


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Run the account, hand rasters and tables to `outputs`, return the numbers."""
    emission = given.emission
    warn_of_area_error(emission.grid, progress)
    stock_wanted = isinstance(given.sequestration, ClassDensities)
    targets = CarbonAccountTargets(
        outputs.required_raster("OUTPUT_RATIO", ["emission / sequestration"], ["1"]),
        outputs.raster("OUTPUT_EMISSION", ["carbon emission"], ["t C/ha per year"]),
        outputs.raster("OUTPUT_STOCK", ["carbon stock"], ["t C/ha"]) if stock_wanted else None,
        outputs.raster("OUTPUT_DIFFERENCE", ["sequestration - emission"], ["t/ha"]),
        outputs.raster("OUTPUT_FLOW", ["min(emission, sequestration)"], ["t/ha"]),
    )
    account = carbon_account(
        emission.emission,
        given.sequestration,
        emission.grid,
        targets,
        unknown_as_nodata=emission.unknown_as_nodata,
        progress=progress,
    )
    outputs.table("ZONE_TABLE", fields("carbonaccount", "ZONE_TABLE"), account.balance.zone_rows)
    own = columns_of_sources(source_bands(emission.emission.sources))
    outputs.table("EMISSION_TABLE", fields("carbonaccount", "EMISSION_TABLE", own), account.emissions.zone_rows)
    return {
        "EMISSION_T": account.emissions.emission_t,
        "SEQUESTRATION_T": account.balance.sequestration_t,
        "FLOW_T": account.balance.flow_t,
        "STOCK_T": account.stock.stock_t if account.stock else None,
        "RATIO_OF_TOTALS": account.balance.ratio_of_totals,
        "MEAN_RATIO": account.balance.mean_ratio,
        "ZERO_SEQUESTRATION_CELLS": account.balance.zero_sequestration_cells,
        "ALLOCATION_ERROR": account.emissions.allocation_error,
    }
