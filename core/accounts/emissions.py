"""Carbon emission per cell: zone totals of human sources spread by proxies, plus soil respiration by land use.

    E = E_respiration + E_energy + E_timber + E_cement + E_soil      t C/ha per year
    (study eq. 3-8, DOI 10.12677/ag.2022.125066; every factor is a row of a table)

A zone of two built-up cells and one woodland cell, 100 ha each, with 1000 people on the proxy built-up:
people 1000 * 0.079 = 79 t, 39.5 t or 0.395 t/ha in each built-up cell; the woodland cell respires 23.21 t/ha.
Totals are spread over the whole zone, and only then cut to the study area.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..errors import ParameterError
from ..progress import Progress
from ..raster.geotiff import Target
from ..raster.grid import Grid
from ..raster.sources import Band, Source
from ..zones.coverage import ZoneCoverage, run_with_coverage
from ..zones.zonal_sums import ZoneRuns
from ..zones.zones import Zones, interior_cells
from .allocation import Allocation, ProxyOperation, ProxySums, ProxyWeights, allocate
from .emission_factors import PROXIES, SoilRespiration
from .landuse_codes import (
    BUILTUP,
    CROPLAND,
    GRASSLAND,
    WOODLAND,
    CodeCounts,
    CodeLookup,
    report_unknown,
    require_integers,
)
from .messages import CLASS_PROXY_WITHOUT_CLASSES, PROXY_RASTER_MISSING

CLASS_OF_PROXY = {"cropland": CROPLAND, "woodland": WOODLAND, "grassland": GRASSLAND, "builtup": BUILTUP}


@dataclass(frozen=True)
class LanduseProxies:
    """Weights of some `PROXIES` from land use (band 0) and the densities in `raster_bands`.

    Usable cells have land use of a known class and lie in a zone that has statistics (`active`).
    """

    proxies: tuple[str, ...]
    lookup: CodeLookup
    classes: tuple[int, ...]
    raster_bands: Mapping[str, int]
    zone_band: int
    active: tuple[bool, ...]

    def __call__(self, block: Block) -> ProxyWeights:
        """Apply to one unit."""
        codes = block.bands[0]
        # One slot behind the codes, for those that are unknown. A class may be -1: none of the six.
        klass = self.lookup.look_up(np.array([*self.classes, 0]) + 1, codes.data).astype(np.int8) - np.int8(1)
        if codes.mask is not np.ma.nomask:
            klass[codes.mask] = 0
        runs = ZoneRuns.of(block, block.bands[self.zone_band], len(self.active))
        usable = (klass != 0) & runs.broadcast(np.array([*self.active, False])).reshape(klass.shape)
        kinds, negative = [], np.zeros(len(self.proxies), dtype=np.int64)
        for index, proxy in enumerate(self.proxies):
            if proxy in CLASS_OF_PROXY:
                kinds.append(usable & (klass == CLASS_OF_PROXY[proxy]))
            elif proxy == "even":
                kinds.append(usable)
            else:
                band = self.raster_bands[proxy]
                values = block.filled(band, usable & block.valid(band))
                negative[index] = np.count_nonzero(values < 0)
                kinds.append(np.maximum(values, 0.0))
        return ProxyWeights(usable, klass != 0, tuple(kinds), negative)


@dataclass(frozen=True)
class CheckedProxyOperation:
    """The first pass of `core/accounts/allocation`, which also looks for codes that no table explains."""

    proxy_sums: ProxyOperation
    raster: str
    lookup: CodeLookup

    def __call__(self, block: Block) -> Result:
        """Apply to one unit."""
        codes = block.bands[0]
        require_integers(codes, self.raster)
        known = self.lookup.look_up(np.array([*np.ones(len(self.lookup.codes), np.int8), 0]), codes.data)
        unknown = (known == 0) & block.valid(0)
        result = self.proxy_sums(block)
        sums: Any = result.partial
        sums["unknown"] = CodeCounts.of(codes.data[unknown]) if unknown.any() else CodeCounts()
        sums["outside"] = block.present_elsewhere(0, block.valid(self.proxy_sums.zone_band))
        return result


@dataclass(frozen=True)
class EmissionOperation:
    """Second pass: total density, then one band per source with soil last; sums per zone before and after the cut."""

    proxies: LanduseProxies
    allocation: Allocation
    respiration: tuple[float, ...]
    zones: int
    study_band: int | None
    write_sources: bool

    def __call__(self, block: Block) -> Result:
        """Apply to one unit."""
        weights = self.proxies(block)
        runs = ZoneRuns.of(block, block.bands[self.proxies.zone_band], self.zones)
        position = self.proxies.lookup.look_up(np.arange(len(self.respiration) + 1), block.bands[0].data)
        soil = np.where(weights.usable, np.take(np.array([*self.respiration, 0.0]), position, mode="clip"), 0.0)
        bands = [*self.allocation.densities(weights, runs), soil]
        points = self.allocation.points_in(block)
        inside = weights.usable.copy()
        for _, row, col, _ in points:
            inside[row, col] = True
        whole = self._by_zone(bands, runs, points, block.area_ha)
        cut, within = whole, weights.usable
        if self.study_band is not None:
            study = block.valid(self.study_band)
            inside &= study
            within = within & study
            cut = self._by_zone([np.where(study, band, 0.0) for band in bands], runs, points, block.area_ha * study)
        partial = Sums(whole=whole, cut=cut, area=runs.hectares(within))
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
    """Sums in the study area, the largest relative misplacement of a zone's total, and the zone table's rows."""

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
    """What is spread where: `totals` (sources, zones) t C per year; `active` zones have statistics."""

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

    @property
    def used_proxies(self) -> tuple[str, ...]:
        """Those that some source needs, in the order of `PROXIES`."""
        return tuple(proxy for proxy in PROXIES if proxy in self.proxies)

    def check(self) -> None:
        """Raise `ParameterError` naming source and proxy for a proxy that nothing is there for."""
        proxies = dict(zip(self.sources, self.proxies))
        require_proxies(proxies, self.soil, self.population is not None, self.gdp is not None)


def require_proxies(proxies: Mapping[str, str], soil: SoilRespiration, population: bool, gdp: bool) -> None:
    """Raise `ParameterError` for a source whose proxy (`proxies` by source) lacks its raster or its classes."""
    missing = {name for name, there in (("population", population), ("gdp", gdp)) if not there}
    for source, proxy in proxies.items():
        if proxy in missing:
            raise ParameterError(PROXY_RASTER_MISSING, source=source, proxy=proxy)
        if proxy in CLASS_OF_PROXY and -1 in soil.classes:
            raise ParameterError(CLASS_PROXY_WITHOUT_CLASSES, source=source, proxy=proxy, table=soil.source)


@dataclass(frozen=True)
class Allocated:
    """The second pass, ready to run: the operation and its sources. `placed` zones have a cell for their totals."""

    operation: EmissionOperation
    sources: list[Source]
    zone_band: int
    placed: np.ndarray


def emissions(
    inputs: EmissionInputs,
    grid: Grid,
    total: Target,
    by_source: Target | None = None,
    *,
    unknown_as_nodata: bool = False,
    progress: Progress | None = None,
) -> Emissions:
    """Write the emission density (t C/ha per year) and, to `by_source`, one band per source with soil last."""
    progress = progress or Progress()
    allocated = sum_proxies(inputs, grid, by_source is not None, unknown_as_nodata, progress.span(0.0, 0.5))
    targets = [total] if by_source is None else [total, by_source]
    spread = run(allocated.operation, allocated.sources, grid, targets, progress.span(0.5, 1.0))
    return emission_account(inputs, spread, allocated.placed, progress)


def sum_proxies(
    inputs: EmissionInputs, grid: Grid, write_sources: bool, unknown_as_nodata: bool, progress: Progress
) -> Allocated:
    """Do the first pass: sum the weights by zone and turn the totals into rates."""
    inputs.check()
    zones = inputs.zones
    bands: list[Source] = [inputs.landuse]
    places: dict[str, int] = {}
    for name, band in (("population", inputs.population), ("gdp", inputs.gdp)):
        if band is not None:
            places[name] = len(bands)
            bands.append(band)
    zone_band = len(bands)
    bands.append(zones.source(grid))
    lookup = CodeLookup(inputs.soil.codes)
    proxies = LanduseProxies(inputs.used_proxies, lookup, inputs.soil.classes, places, zone_band, inputs.active)
    interior = interior_cells(zones, grid)
    summing = ProxyOperation(proxies, zone_band, len(zones), tuple(interior.values()))
    first = CheckedProxyOperation(summing, inputs.landuse.name, lookup)
    sums, seen = run_with_coverage(zones, first, bands, grid, progress=progress, zone_band=zone_band, data_band=0)
    report_unknown(sums["unknown"], inputs.landuse.name, inputs.soil.source, unknown_as_nodata, progress)
    allocation, placed = _allocate(inputs, sums, seen, interior, progress)
    study_band = None
    if inputs.study_area is not None:
        study_band = len(bands)
        bands.append(inputs.study_area.source(grid))
    operation = EmissionOperation(proxies, allocation, inputs.soil.respiration, len(zones), study_band, write_sources)
    return Allocated(operation, bands, zone_band, placed)


def _allocate(
    inputs: EmissionInputs,
    sums: ProxySums,
    seen: ZoneCoverage,
    interior: dict[int, tuple[int, int]],
    progress: Progress,
) -> tuple[Allocation, np.ndarray]:
    for proxy, negative in zip(inputs.used_proxies, sums["negative"]):
        if negative:
            progress.warning(f"{negative} negative values of the proxy {proxy} count as 0.")
    if sums["outside"]:
        progress.info(f"{sums['outside']} cells with land use lie in no zone: they have no value in the result.")
    kinds = [inputs.used_proxies.index(proxy) for proxy in inputs.proxies]
    return allocate(
        inputs.totals,
        kinds,
        inputs.sources,
        inputs.zones.names,
        sums,
        cells=seen.cells,
        interior=interior,
        progress=progress,
    )


def emission_account(inputs: EmissionInputs, spread: Sums, placed: np.ndarray, progress: Progress) -> Emissions:
    """Turn the sums of the second pass into totals and rows; tell each source's total in and out."""
    count, names = len(inputs.sources), inputs.zones.names
    held = spread["whole"][:count, : len(names)]
    wanted = inputs.totals
    errors = np.abs(held - wanted) / np.where(wanted > 0, wanted, 1.0)
    errors[:, ~placed] = 0.0
    for index, source in enumerate(inputs.sources):
        told_in, told_out = wanted[index].sum(), spread["whole"][index].sum()
        progress.info(f"{source}: {told_in:.10g} t C in, {told_out:.10g} t C in cells.")
    cut = spread["cut"]
    rows = []
    for zone, name in enumerate(names):
        if not inputs.active[zone]:
            continue
        area, by_source = float(spread["area"][zone]), cut[:, zone]
        row: dict[str, Any] = {"zone": name, "area_ha": area}
        row.update({f"{source}_t": float(amount) for source, amount in zip(inputs.sources, by_source)})
        row["soil_t"] = float(by_source[count])
        row["total_t"] = float(by_source.sum())
        row["mean_t_ha"] = row["total_t"] / area if area else None
        rows.append(row)
    return Emissions(float(cut.sum()), float(spread["area"].sum()), float(errors.max(initial=0.0)), rows)


def source_bands(sources: Sequence[str]) -> tuple[str, ...]:
    """Return the band descriptions of the raster by source."""
    return (*sources, "soil")
