"""Carbon emission per cell: zone totals of human sources allocated by proxies, plus soil respiration by land use.

    E = E_respiration + E_energy + E_timber + E_cement + E_soil      t C/ha per year
    (study eq. 3-8, DOI 10.12677/ag.2022.125066; every factor is a row of a table)

A zone of two built-up cells and one woodland cell, 100 ha each, with 1000 people on the proxy built-up:
people 1000 * 0.079 = 79 t, 39.5 t or 0.395 t/ha in each built-up cell; the woodland cell respires 23.21 t/ha.
Totals are allocated to the whole zone, and only then clipped to the study area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..progress import Progress
from ..raster.geotiff import Target
from ..raster.grid import Grid
from ..raster.sources import Band, Source
from ..zones.area_on_grid import check_area, require_data_in
from ..zones.coverage import run_with_coverage
from ..zones.zonal_sums import ZoneRuns
from ..zones.zones import Zones, interior_cells
from .allocation import Allocation, ProxyOperation, ProxySums, allocate
from .landuse_codes import CodeLookup, report_unknown
from .landuse_proxies import CheckedProxyOperation, LanduseProxies, require_proxies
from .soil_respiration import SoilRespiration
from .yearbook.coefficient_tables import PROXIES
from .yearbook.partial_zones import TOTALS_UNIT, PartialZones, covered_totals


@dataclass(frozen=True)
class EmissionOperation:
    """Second pass: the bands are the total density, then, with `write_sources`, one per source with soil last.

    Sums, per band but the total and per zone: `allocated` (sources + 1, zones + 1) t C, and `in_study_area`, of the
    same shape, without what lies outside it; `area` (zones + 1,) ha, of the usable cells in the study area.

    Attributes
    ----------
    proxies : LanduseProxies
    allocation : Allocation
    respiration : t C/ha per year for each land-use code
    zones : number of zones
    study_band : position of the study area among a block's bands, or None
    write_sources : whether bands by source are wanted
    """

    proxies: LanduseProxies
    allocation: Allocation
    respiration: tuple[float, ...]
    zones: int
    study_band: int | None
    write_sources: bool

    def __call__(self, block: Block) -> Result:
        """Allocate to a block."""
        weights = self.proxies(block)
        runs = ZoneRuns.of(block, block.bands[self.proxies.zone_band], self.zones)
        position = self.proxies.lookup.map_codes(np.arange(len(self.respiration) + 1), block.bands[0].data)
        soil = np.where(weights.usable, np.take(np.array([*self.respiration, 0.0]), position, mode="clip"), 0.0)
        bands = [*self.allocation.densities(weights, runs), soil]
        points = self.allocation.points_in(block)
        inside = weights.usable.copy()
        for _, row, col, _ in points:
            inside[row, col] = True
        allocated = self._by_zone(bands, runs, points, block.area_ha)
        in_study_area, counted = allocated, weights.usable
        if self.study_band is not None:
            study = block.valid(self.study_band)
            inside &= study
            counted = counted & study
            clipped = [np.where(study, band, 0.0) for band in bands]
            in_study_area = self._by_zone(clipped, runs, points, block.area_ha * study)
        partial = Sums(allocated=allocated, in_study_area=in_study_area, area=runs.hectares(counted))
        for _, row, col, added in points:
            for source, density in enumerate(added):
                bands[source][row, col] += density
        total = bands[0].copy()
        for band in bands[1:]:
            total += band
        rasters = [total, *bands] if self.write_sources else [total]
        return Result([np.ma.MaskedArray(band, ~inside) for band in rasters], partial)

    @staticmethod
    def _by_zone(
        bands: list[np.ndarray],
        runs: ZoneRuns,
        points: list[tuple[int, int, int, np.ndarray]],
        area: np.ndarray,
    ) -> np.ndarray:
        """Sum t per band and zone; what a zone without a cell put into a cell of another stays its own."""
        sums = np.array([runs.tonnes(band) for band in bands])
        area = np.broadcast_to(area, bands[0].shape)
        for owner, row, col, added in points:
            sums[: len(added), owner] += added * area[row, col]
        return sums


@dataclass(frozen=True)
class Emissions:
    """Sums in the study area (t C per year, ha) and the zone table.

    `allocation_error` is the largest relative difference between a zone's total and what its cells hold.
    """

    emission_t: float
    area_ha: float
    allocation_error: float
    zone_rows: list[dict[str, Any]]

    @property
    def mean_t_ha(self) -> float | None:
        """Mean density, None without any cell."""
        return self.emission_t / self.area_ha if self.area_ha else None


@dataclass(frozen=True)
class EmissionInputs:
    """What is allocated, and to what.

    Attributes
    ----------
    landuse : Band of codes
    soil : SoilRespiration by land-use code
    zones : Zones
    active : for each zone, whether it has statistics
    sources, proxies : names of the sources, and the proxy of each
    totals : (sources, zones) float64, t C per year
    population, gdp : Band of densities, or None
    study_area : Zones to whose union the result is clipped, or None
    builtup : Band of the share of built-up land, 0 to 1, instead of the class; or None
    partial_zones : PartialZones
    """

    landuse: Band
    soil: SoilRespiration
    zones: Zones
    active: tuple[bool, ...]
    sources: tuple[str, ...]
    proxies: tuple[str, ...]
    totals: np.ndarray
    population: Band | None = None
    gdp: Band | None = None
    study_area: Zones | None = None
    builtup: Band | None = None
    partial_zones: PartialZones = PartialZones.WHOLE_TOTAL

    @property
    def used_proxies(self) -> tuple[str, ...]:
        """Those that a source needs, in the order of `PROXIES`."""
        return tuple(proxy for proxy in PROXIES if proxy in self.proxies)

    def check(self) -> None:
        """Raise `ParameterError` naming source and proxy for a proxy without its raster or its classes."""
        proxies = dict(zip(self.sources, self.proxies))
        given = (self.population is not None, self.gdp is not None, self.builtup is not None)
        require_proxies(proxies, self.soil, *given)


@dataclass(frozen=True)
class Allocated:
    """The second pass, ready to run: the operation and its sources.

    `zone_band` is the position of the zones among the sources; `placed` (zones,) bool is False for the zones whose
    totals are left out; `inputs` holds the totals that are allocated.
    """

    operation: EmissionOperation
    sources: list[Source]
    zone_band: int
    placed: np.ndarray
    inputs: EmissionInputs


def emissions(
    inputs: EmissionInputs,
    grid: Grid,
    total: Target,
    by_source: Target | None = None,
    *,
    unknown_as_nodata: bool = False,
    progress: Progress | None = None,
) -> Emissions:
    """Write the emission density and return its sums.

    Parameters
    ----------
    inputs : EmissionInputs, rasters on `grid`
    grid : Grid
    total : Target of one band, t C/ha per year
    by_source : Target of one band per source, soil last (`source_bands`), t C/ha per year; or None
    unknown_as_nodata : land-use codes that the respiration table lacks become nodata, with a warning
    progress : Progress

    Returns
    -------
    Emissions

    Raises
    ------
    UnknownCodeError
        For codes that the respiration table lacks, unless they become nodata.
    ParameterError
        For a proxy without its raster or its classes.
    ZoneError
        When no zone meets the grid.

    References
    ----------
    Study eq. 3-8, DOI 10.12677/ag.2022.125066; `docs/method.md`, "Carbon emission".
    """
    progress = progress or Progress()
    allocated = sum_proxies(inputs, grid, by_source is not None, unknown_as_nodata, progress.span(0.0, 0.5))
    targets = [total] if by_source is None else [total, by_source]
    sums = run(allocated.operation, allocated.sources, grid, targets, progress.span(0.5, 1.0))
    return emission_account(allocated.inputs, sums, allocated.placed, progress)


def sum_proxies(
    inputs: EmissionInputs, grid: Grid, write_sources: bool, unknown_as_nodata: bool, progress: Progress
) -> Allocated:
    """Do the first pass: sum the proxies by zone, and turn the totals into densities per weight.

    Parameters
    ----------
    inputs, grid, unknown_as_nodata, progress : as for `emissions`, which says what is raised, too
    write_sources : whether the second pass gives bands by source

    Returns
    -------
    Allocated
    """
    inputs.check()
    if inputs.study_area is not None:
        check_area(inputs.study_area, grid, progress)
    zones = inputs.zones
    bands: list[Source] = [inputs.landuse]
    raster_bands: dict[str, int] = {}
    for name, band in (("population", inputs.population), ("gdp", inputs.gdp), ("builtup", inputs.builtup)):
        if band is not None:
            raster_bands[name] = len(bands)
            bands.append(band)
    zone_band = len(bands)
    bands.append(zones.source(grid))
    lookup = CodeLookup(inputs.soil.codes)
    proxies = LanduseProxies(inputs.used_proxies, lookup, inputs.soil.classes, raster_bands, zone_band, inputs.active)
    interior = interior_cells(zones, grid)
    proxy_sums = ProxyOperation(proxies, zone_band, len(zones), tuple(interior.values()))
    share_name = inputs.builtup.name if inputs.builtup else ""
    share_band = raster_bands.get("builtup")
    first_pass = CheckedProxyOperation(proxy_sums, inputs.landuse.name, lookup, share_band, share_name)
    sums, coverage = run_with_coverage(
        zones, first_pass, bands, grid, progress=progress, zone_band=zone_band, data_bands=(0,), unassigned=""
    )
    report_unknown(sums["unknown"], inputs.landuse.name, inputs.soil.source, unknown_as_nodata, progress)
    totals = covered_totals(
        inputs.totals,
        inputs.sources,
        zones,
        grid,
        partial=inputs.partial_zones,
        sums=sums,
        coverage=coverage,
        interior=interior,
        progress=progress,
    )
    inputs = replace(inputs, totals=totals)
    allocation, placed = _allocate(inputs, sums, coverage.cells, interior, progress)
    study_band = None
    if inputs.study_area is not None:
        study_band = len(bands)
        bands.append(inputs.study_area.source(grid))
    operation = EmissionOperation(proxies, allocation, inputs.soil.respiration, len(zones), study_band, write_sources)
    return Allocated(operation, bands, zone_band, placed, inputs)


def _allocate(
    inputs: EmissionInputs,
    sums: ProxySums,
    cells: np.ndarray,
    interior: dict[int, tuple[int, int]],
    progress: Progress,
) -> tuple[Allocation, np.ndarray]:
    """`allocate`, after warnings of negative proxies and of land use in no zone."""
    for proxy, negative in zip(inputs.used_proxies, sums["negative"]):
        if negative:
            progress.warning(f"{negative} negative values of the proxy {proxy} count as 0.")
    for proxy, missing in zip(inputs.used_proxies, sums["missing"]):
        if missing:
            progress.warning(
                f"{missing} cells with land use have no value of the proxy {proxy}: none of it goes there."
            )
    if sums["outside"]:
        progress.info(f"{sums['outside']} cells with land use lie in no zone: they have no value in the result.")
    return allocate(
        inputs.totals,
        [inputs.used_proxies.index(proxy) for proxy in inputs.proxies],
        inputs.sources,
        inputs.zones.names,
        sums,
        cells=cells,
        interior=interior,
        unit=TOTALS_UNIT,
        progress=progress,
    )


def emission_account(inputs: EmissionInputs, sums: Sums, placed: np.ndarray, progress: Progress) -> Emissions:
    """Turn the sums of the second pass into totals and rows; log each source's total in and out.

    Parameters
    ----------
    inputs : EmissionInputs
    sums : Sums of an `EmissionOperation`
    placed : (zones,) bool: False for the zones whose totals are left out
    progress : Progress

    Returns
    -------
    Emissions, with a row for each zone that has statistics
    """
    count, names = len(inputs.sources), inputs.zones.names
    if inputs.study_area is not None:
        require_data_in(inputs.study_area, bool(sums["area"].any() or sums["in_study_area"].any()))
    in_cells = sums["allocated"][:count, : len(names)]
    totals = inputs.totals
    errors = np.abs(in_cells - totals) / np.where(totals > 0, totals, 1.0)
    errors[:, ~placed] = 0.0
    for index, source in enumerate(inputs.sources):
        total_in, total_out = totals[index].sum(), sums["allocated"][index].sum()
        progress.info(f"{source}: {total_in:.10g} t C in, {total_out:.10g} t C in cells.")
    emission = sums["in_study_area"]
    rows = []
    for zone, name in enumerate(names):
        if not inputs.active[zone]:
            continue
        area, by_source = float(sums["area"][zone]), emission[:, zone]
        row: dict[str, Any] = {"zone": name, "area_ha": area}
        row.update({f"{source}_t": float(amount) for source, amount in zip(inputs.sources, by_source)})
        row["soil_t"] = float(by_source[count])
        row["total_t"] = float(by_source.sum())
        row["mean_t_ha"] = row["total_t"] / area if area else None
        rows.append(row)
    return Emissions(float(emission.sum()), float(sums["area"].sum()), float(errors.max(initial=0.0)), rows)


def source_bands(sources: Sequence[str]) -> tuple[str, ...]:
    """Return the band descriptions of the raster by source.

    Parameters
    ----------
    sources : names

    Returns
    -------
    The names, and "soil"
    """
    return (*sources, "soil")
