"""What `carbonemissions` does with its parameters: layers and tables to core's inputs, emissions to outputs.

`carbonaccount` has the same parameters (`carbonemissions.emission_inputs`), and gathers them here, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.accounts.emission_factors import (
    COEFFICIENT_COLUMNS,
    COEFFICIENT_TABLES,
    activity_carbon,
    used_coefficients,
)
from ...core.accounts.emissions import EmissionInputs, emissions, source_bands
from ...core.accounts.landuse_codes import Scheme
from ...core.accounts.landuse_proxies import require_proxies
from ...core.accounts.soil_respiration import RESPIRATION_COLUMNS, RespirationBasis, SoilRespiration
from ...core.charts.sources import write_sources_page
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.sources import common_grid
from ...core.tables.columns import columns_of_sources, fields
from ...core.tables.read import Needed, read_shipped, require_columns, text_column
from ...core.tables.row_selection import without_notes
from ...core.zones.features import zone_name
from ...core.zones.name_matching import match_names
from ..charts.words import sources_words
from ..framework.base import warn_of_area_error
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from ..framework.translation import language

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    emission: EmissionInputs
    grid: Grid
    unknown_as_nodata: bool


def check(inputs: Inputs) -> None:
    """Refuse what the parameters of `emission_inputs` cannot mean together, before anything is read in full."""
    _grid(inputs, Progress())
    soil = _soil(inputs, Progress())
    factors, statistics = _tables(inputs)
    key = inputs.text("STATISTICS_ZONE_FIELD") or statistics.columns[0]
    require_columns(statistics, key)
    coefficients = used_coefficients(factors, inputs.integer("COEFFICIENT_SET"), statistics, (key,), Progress())
    proxies = {coefficient.source: coefficient.proxy for coefficient in coefficients}
    require_proxies(proxies, soil, inputs.given("POPULATION"), inputs.given("GDP"))


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what is emitted where, from the parameters of `emission_inputs`."""
    landuse = inputs.band("LANDUSE")
    rasters = [inputs.optional_band("POPULATION"), inputs.optional_band("GDP")]
    grid = _grid(inputs, progress)
    soil = _soil(inputs, progress)
    zones = inputs.zones("ZONES", "ZONE_FIELD")
    factors, statistics = _tables(inputs)
    label, key = statistics.attrs["name"], inputs.text("STATISTICS_ZONE_FIELD")
    if not key:
        key = statistics.columns[0]
        progress.warning(f"No column with the zones' names is given: {key} of {label} is taken.")
    statistics = without_notes(statistics, zones.names, progress)
    names = [zone_name(text) for text in text_column(statistics, key)]
    rows = match_names(
        zones.names,
        names,
        layer=zones.label,
        table=label,
        skip=inputs.integer("UNMATCHED") == 1,
        lines=list(statistics.index),
        progress=progress,
    )
    coefficients = used_coefficients(factors, inputs.integer("COEFFICIENT_SET"), statistics, (key,), progress)
    emission = EmissionInputs(
        landuse,
        soil,
        zones,
        tuple(index in rows for index in range(len(zones))),
        tuple(coefficient.source for coefficient in coefficients),
        tuple(coefficient.proxy for coefficient in coefficients),
        activity_carbon(statistics, rows, zones.names, coefficients, progress),
        *rasters,
        inputs.one_area("STUDY_AREA") if inputs.given("STUDY_AREA") else None,
    )
    return Gathered(emission, grid, inputs.integer("UNKNOWN") == 1)


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Spread the totals, hand rasters, table and charts to `outputs`, return the numbers."""
    warn_of_area_error(given.grid, progress)
    page = outputs.page("HTML")
    bands = source_bands(given.emission.sources)
    unit = "t C/ha per year"
    result = emissions(
        given.emission,
        given.grid,
        outputs.required_raster("OUTPUT", ["carbon emission"], [unit]),
        outputs.raster("OUTPUT_SOURCES", bands, [unit] * len(bands)),
        unknown_as_nodata=given.unknown_as_nodata,
        progress=progress,
    )
    outputs.table("ZONE_TABLE", fields("carbonemissions", "ZONE_TABLE", columns_of_sources(bands)), result.zone_rows)
    if page:
        write_sources_page(page, result.zone_rows, sources_words(), [], language())
    return {
        "EMISSION_T": result.emission_t,
        "MEAN_T_HA": result.mean_t_ha,
        "ALLOCATION_ERROR": result.allocation_error,
    }


def _grid(inputs: Inputs, progress: Progress) -> Grid:
    given = [name for name in ("LANDUSE", "POPULATION", "GDP") if inputs.given(name)]
    return common_grid([inputs.all_bands(name)[0] for name in given], progress)


def _soil(inputs: Inputs, progress: Progress) -> SoilRespiration:
    scheme, unit = Scheme(inputs.integer("SCHEME")), RespirationBasis(inputs.integer("RESPIRATION_UNIT"))
    return SoilRespiration.build(scheme, inputs.optional_table("RESPIRATION", RESPIRATION_COLUMNS), unit, progress)


def _tables(inputs: Inputs) -> tuple[pandas.DataFrame | None, pandas.DataFrame]:
    """The user's coefficients, None for the plugin's, and the statistics, whose header has the zones and a source."""
    factors = inputs.optional_table("COEFFICIENTS", COEFFICIENT_COLUMNS)
    table = factors if factors is not None else read_shipped(COEFFICIENT_TABLES[inputs.integer("COEFFICIENT_SET")])
    key = inputs.text("STATISTICS_ZONE_FIELD")
    return factors, inputs.table("STATISTICS", Needed((key,) if key else (), tuple(text_column(table, "source"))))
