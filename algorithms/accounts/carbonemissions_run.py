"""What `carbonemissions` does with its parameters: layers and tables to core's inputs, emissions to outputs.

`carbonaccount` has the same parameters (`carbonemissions.emission_inputs`), and gathers them here, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.accounts.emission_factors import activity_carbon, used_coefficients
from ...core.accounts.emissions import EmissionInputs, emissions, source_bands
from ...core.accounts.landuse_codes import Scheme
from ...core.accounts.landuse_proxies import require_proxies
from ...core.accounts.soil_respiration import RESPIRATION_COLUMNS, RespirationBasis, SoilRespiration
from ...core.accounts.yearbook.coefficient_tables import COEFFICIENT_COLUMNS, COEFFICIENT_TABLES
from ...core.accounts.yearbook.partial_zones import PartialZones
from ...core.accounts.yearbook.plausibility import check_units
from ...core.accounts.yearbook.uncounted import is_year
from ...core.accounts.yearbook.years import rows_of_year
from ...core.charts.sources import write_sources_page
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.sources import common_grid
from ...core.tables.columns import columns_of_sources, fields
from ...core.tables.read import Needed, read_shipped, require_columns, text_column
from ...core.tables.row_selection import without_notes
from ...core.zones.features import zone_name
from ...core.zones.name_matching import match_names
from ...core.zones.zone_extents import polygon_areas_ha
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
    factors, statistics, _, ignored = _statistics(inputs, Progress())
    coefficients = used_coefficients(factors, inputs.integer("COEFFICIENT_SET"), statistics, ignored, Progress())
    proxies = {coefficient.source: coefficient.proxy for coefficient in coefficients}
    require_proxies(proxies, soil, inputs.given("POPULATION"), inputs.given("GDP"), inputs.given("BUILTUP"))


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what is emitted where, from the parameters of `emission_inputs`."""
    landuse = inputs.band("LANDUSE")
    rasters = [inputs.optional_band("POPULATION"), inputs.optional_band("GDP")]
    grid = _grid(inputs, progress)
    soil = _soil(inputs, progress)
    zones = inputs.zones("ZONES", "ZONE_FIELD")
    factors, statistics, key, ignored = _statistics(inputs, progress, zones.names)
    label = statistics.attrs["name"]
    names = [zone_name(text) for text in text_column(statistics, key)]
    rows = match_names(
        zones.names,
        names,
        layer=zones.label,
        table=label,
        skip=inputs.integer("UNMATCHED") == 1,
        lines=list(statistics.index),
        column=key,
        progress=progress,
    )
    coefficients = used_coefficients(factors, inputs.integer("COEFFICIENT_SET"), statistics, ignored, progress)
    totals = activity_carbon(statistics, rows, zones.names, coefficients, progress)
    check_units(statistics, rows, zones.names, polygon_areas_ha(zones), coefficients, totals, progress)
    emission = EmissionInputs(
        landuse,
        soil,
        zones,
        tuple(index in rows for index in range(len(zones))),
        tuple(coefficient.source for coefficient in coefficients),
        tuple(coefficient.proxy for coefficient in coefficients),
        totals,
        *rasters,
        inputs.one_area("STUDY_AREA") if inputs.given("STUDY_AREA") else None,
        inputs.optional_band("BUILTUP"),
        PartialZones(inputs.integer("PARTIAL_ZONES")),
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
    given = [name for name in ("LANDUSE", "POPULATION", "GDP", "BUILTUP") if inputs.given(name)]
    return common_grid([inputs.all_bands(name)[0] for name in given], progress)


def _soil(inputs: Inputs, progress: Progress) -> SoilRespiration:
    scheme, unit = Scheme(inputs.integer("SCHEME")), RespirationBasis(inputs.integer("RESPIRATION_UNIT"))
    return SoilRespiration.build(scheme, inputs.optional_table("RESPIRATION", RESPIRATION_COLUMNS), unit, progress)


def _statistics(
    inputs: Inputs, progress: Progress, zones: tuple[str, ...] | None = None
) -> tuple[pandas.DataFrame | None, pandas.DataFrame, str, tuple[str, ...]]:
    """Return the user's coefficients, the statistics of the year, the zones' column, and all that are no activities.

    The table's header has the columns given, and a source. With names of `zones`, notes after the data are left out.
    """
    key, year_column = inputs.text("STATISTICS_ZONE_FIELD"), inputs.text("STATISTICS_YEAR_FIELD")
    factors = inputs.optional_table("COEFFICIENTS", COEFFICIENT_COLUMNS)
    table = factors if factors is not None else read_shipped(COEFFICIENT_TABLES[inputs.integer("COEFFICIENT_SET")])
    given = tuple(column for column in (key, year_column) if column)
    statistics = inputs.table("STATISTICS", Needed(given, tuple(text_column(table, "source"))))
    if not key:
        years = (year_column.casefold(),)
        columns = [name for name in statistics.columns if not is_year(name) and name.casefold() not in years]
        key = (columns or statistics.columns)[0]
        progress.warning(f"No column with the zones' names is given: {key} of {statistics.attrs['name']} is taken.")
    require_columns(statistics, key)
    if zones is not None:
        statistics = without_notes(statistics, zones, progress)
    statistics, year_column = rows_of_year(
        statistics, key, year_column, inputs.text("STATISTICS_YEAR").strip(), progress
    )
    return factors, statistics, key, (key, year_column)
