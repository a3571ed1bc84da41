"""Carbon stock by land use (study eq. 1-2, DOI 10.12677/ag.2022.125066; the InVEST carbon model).

    c_total(class) = c_above + c_below + c_soil + c_dead     t C/ha
    stock          = sum over cells of c_total * cell area   t C

A 1 x 3 example on a grid of 100 ha cells, woodland, woodland, built-up (study Table 2):
densities 331.21, 331.21, 30.00 t/ha; stock 100 * (331.21 + 331.21 + 30.00) = 69 242 t; mean 230.81 t/ha.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..progress import Progress
from ..raster.geotiff import Target
from ..raster.grid import Grid
from ..raster.sources import Band, Source
from ..zones.coverage import run_with_coverage, warn_of_unassigned
from ..zones.zonal_sums import ZonalMatrix, ZoneRuns
from ..zones.zones import Zones
from .class_densities import ClassDensities
from .landuse_codes import CodeCounts, CodeLookup, report_unknown, require_integers


@dataclass(frozen=True)
class StockOperation:
    """Land-use codes (band 0) and zones (band 1, if any) to the densities in all and by pool.

    Sums: `class_cells` (classes,) int64 and `class_area` (classes,) ha; with zones `zone_area`, a ZonalMatrix of ha by
    zone and class; `unknown` CodeCounts; `scheme_nodata`, cells whose code the scheme lists as nodata.

    Attributes
    ----------
    raster : what messages call the land use
    lookup : CodeLookup of the raster's codes
    classes : class of each code, as its row in `pools`; -1 for nodata
    pools : (classes, 4) float64, t C/ha
    zones : number of zones, 0 for none
    write_total, write_pools : which bands are wanted
    """

    raster: str
    lookup: CodeLookup
    classes: tuple[int, ...]
    pools: np.ndarray
    zones: int
    write_total: bool
    write_pools: bool

    @classmethod
    def build(
        cls, raster: str, densities: ClassDensities, zones: int, write_total: bool, write_pools: bool
    ) -> StockOperation:
        """Make the operation for a table of densities.

        Parameters
        ----------
        raster : what messages call the land use
        densities : ClassDensities
        zones : number of zones, 0 for none
        write_total, write_pools : which bands are wanted

        Returns
        -------
        StockOperation
        """
        lookup = CodeLookup(densities.codes)
        return cls(raster, lookup, densities.classes, densities.pools, zones, write_total, write_pools)

    def __call__(self, block: Block) -> Result:
        """Take the densities of a block. Raises `RasterError` for a code that is no integer."""
        codes = block.bands[0]
        require_integers(codes, self.raster)
        # A masked nan is unlike itself, and would be a run of one cell.
        values = codes.filled(0) if codes.dtype.kind == "f" else codes.data
        masked = np.ma.getmaskarray(codes)
        nodata, unknown = len(self.pools), len(self.pools) + 1
        zones = ZoneRuns.of(block, block.bands[1] if self.zones else None, self.zones)
        runs, (code, hidden) = zones.split_at(values, masked)
        slot = np.where(hidden, nodata, self.lookup.map_codes(self._slots, code))
        cells, partial = self._areas(block, zones, runs, slot)
        unknown_codes = np.repeat(code, np.where(slot == unknown, runs.lengths, 0)) if cells[unknown] else code[:0]
        partial["unknown"] = CodeCounts.of(unknown_codes)
        partial["scheme_nodata"] = int(cells[nodata] - np.count_nonzero(masked))
        incomplete = bool(partial["scheme_nodata"] or cells[unknown])
        return Result(self._rasters(values, masked, incomplete), partial)

    @property
    def _slots(self) -> np.ndarray:
        """The class of each code and, at the end, of any other; two slots behind the classes: nodata and unknown."""
        count = len(self.pools)
        return np.array([count if row < 0 else row for row in self.classes] + [count + 1])

    def _rasters(self, values: np.ndarray, masked: np.ndarray, incomplete: bool) -> list[np.ma.MaskedArray]:
        """Return the bands; `incomplete`: cells that are not masked have no density, either."""
        slots = self._slots
        table = np.vstack([self.pools, np.zeros((2, len(self.pools[0])))])[slots]
        columns = [table.sum(axis=1)] if self.write_total else []
        if self.write_pools:
            columns.extend(table.T)
        mask = masked
        if columns and incomplete:
            mask = masked | self.lookup.map_codes(slots >= len(self.pools), values)
        return [np.ma.MaskedArray(self.lookup.map_codes(c.astype(np.float32), values), mask) for c in columns]

    def _areas(self, block: Block, zones: ZoneRuns, runs: ZoneRuns, slot: np.ndarray) -> tuple[np.ndarray, Sums]:
        """Return cells per slot; areas per class, per zone and class. `runs` are `zones`, split where slots change."""
        count, area = len(self.pools), block.area_ha
        width = count + 2
        present, rank = zones.present()
        key = rank[runs.position] * width + slot
        shape = len(present), width
        counts = np.rint(np.bincount(key, runs.lengths, len(present) * width)).reshape(shape)
        cells = counts.sum(axis=0).astype(np.int64)
        # Counts are exact: so the areas are, too, where all cells have one area.
        if (area == area[0]).all():
            areas = counts * area[0]
        else:
            areas = np.bincount(key, runs.lengths * runs.area_ha, len(present) * width).reshape(shape)
        areas = areas[:, :count]
        partial = Sums(class_cells=cells[:count], class_area=areas.sum(axis=0))
        if self.zones:
            inside = present < self.zones
            partial["zone_area"] = ZonalMatrix.of(self.zones, present[inside], areas[inside])
            partial["unassigned"] = int(counts[~inside, :count].sum())
            partial["unassigned_ha"] = float(areas[~inside].sum())
        return cells, partial


@dataclass(frozen=True)
class Stock:
    """Areas (ha) and stocks (t C) in all, per class and per zone: (zones,) float64, None without zones."""

    area_ha: float
    stock_t: float
    class_rows: list[dict[str, object]]
    zone_area_ha: np.ndarray | None
    zone_stock_t: np.ndarray | None

    @property
    def mean_t_ha(self) -> float | None:
        """Mean density, None without any cell."""
        return self.stock_t / self.area_ha if self.area_ha else None

    def zone_rows(self, names: Sequence[str]) -> list[dict[str, object]]:
        """Return the zone table.

        Parameters
        ----------
        names : of the zones

        Returns
        -------
        Rows with the columns zone, area_ha, stock_t and mean_t_ha (None for a zone without cells); none without zones
        """
        if self.zone_area_ha is None or self.zone_stock_t is None:
            return []
        return [
            {
                "zone": name,
                "area_ha": float(area),
                "stock_t": float(stock),
                "mean_t_ha": float(stock / area) if area else None,
            }
            for name, area, stock in zip(names, self.zone_area_ha, self.zone_stock_t)
        ]


def carbon_stock(
    landuse: Band,
    grid: Grid,
    densities: ClassDensities,
    total: Target | None,
    pools: Target | None,
    *,
    zones: Source | None = None,
    zone_count: int = 0,
    unknown_as_nodata: bool = False,
    progress: Progress | None = None,
    threads: int | None = None,
    window_cells: int | None = None,
    zone_polygons: Zones | None = None,
) -> Stock:
    """Write the density of the carbon stock and return the sums.

    Parameters
    ----------
    landuse : Band of codes on `grid`
    grid : Grid
    densities : ClassDensities
    total : Target of one band, t C/ha; or None
    pools : Target of four bands in the order of `POOLS`, t C/ha; or None
    zones, zone_count : source of zone positions, and their number; None for no zone table
    unknown_as_nodata : codes that `densities` lacks become nodata, with a warning
    progress : Progress
    threads, window_cells : of the engine; None for its own choice
    zone_polygons : the polygons behind `zones`, to warn of overlaps and of zones partly off the grid

    Returns
    -------
    Stock

    Raises
    ------
    UnknownCodeError
        With all unknown codes and their cell counts, unless they become nodata.
    RasterError
        For a code that is no integer.

    References
    ----------
    Study eq. 1-2, DOI 10.12677/ag.2022.125066; Natural Capital Project, InVEST, carbon model.
    """
    progress = progress or Progress()
    operation = StockOperation.build(landuse.name, densities, zone_count, total is not None, pools is not None)
    sources: Sequence[Source] = [landuse] if zones is None else [landuse, zones]
    targets = [target for target in (total, pools) if target is not None]
    engine: dict[str, Any] = {"threads": threads}
    if window_cells is not None:
        engine["window_cells"] = window_cells
    if zone_polygons is None:
        sums = run(operation, sources, grid, targets, progress, **engine)
    else:
        sums, _ = run_with_coverage(
            zone_polygons,
            operation,
            sources,
            grid,
            targets,
            progress=progress,
            zone_band=1,
            data_bands=(0,),
            unassigned="",
            **engine,
        )
    account = stock_account(landuse.name, densities, sums, unknown_as_nodata, progress)
    if zone_polygons is not None:
        # Codes without a density are data, and in no total.
        warn_of_unassigned(zone_polygons.label, sums["unassigned"], sums["unassigned_ha"], progress)
    return account


def stock_account(
    raster: str, densities: ClassDensities, sums: Sums, unknown_as_nodata: bool, progress: Progress
) -> Stock:
    """Turn the sums of a `StockOperation` into areas and stocks.

    Parameters
    ----------
    raster : what messages call the land use
    densities : ClassDensities
    sums : Sums of a `StockOperation`
    unknown_as_nodata : unknown codes are warned of, not raised
    progress : Progress

    Returns
    -------
    Stock

    Raises
    ------
    UnknownCodeError
        With all unknown codes and their cell counts, unless they became nodata.
    """
    report_unknown(sums["unknown"], raster, densities.source, unknown_as_nodata, progress)
    if sums["scheme_nodata"]:
        progress.info(f"{sums['scheme_nodata']} cells hold codes that {densities.source} lists as nodata.")
    return _summary(densities, sums)


def _summary(densities: ClassDensities, sums: Sums) -> Stock:
    area = sums["class_area"]
    density = densities.total
    stock = area * density
    area_ha, stock_t = float(area.sum()), float(stock.sum())
    rows: list[dict[str, object]] = [
        {
            "code": key,
            "name": name,
            "area_ha": float(area[index]),
            "density_t_ha": float(density[index]),
            "stock_t": float(stock[index]),
            "share_percent": 100 * float(stock[index]) / stock_t if stock_t else None,
            "area_percent": 100 * float(area[index]) / area_ha if area_ha else None,
        }
        for index, (key, name) in enumerate(zip(densities.keys, densities.names))
    ]
    if "zone_area" not in sums:
        return Stock(area_ha, stock_t, rows, None, None)
    by_zone = sums["zone_area"].matrix
    return Stock(area_ha, stock_t, rows, by_zone.sum(axis=1), by_zone @ density)
