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
from ..errors import TableError
from ..phrases import Listing, Phrase
from ..progress import Progress
from ..provenance.record import DENSITY_FACTOR
from ..raster.geotiff import Target
from ..raster.grid import Grid
from ..raster.sources import Band, Source
from ..tables.read import TextTable, find_column, number_column, optional_text_column, read_shipped
from ..zones.coverage import run_with_coverage
from ..zones.zonal_sums import ZonalMatrix, ZoneRuns
from ..zones.zones import Zones
from .landuse_codes import (
    CLASSES,
    NODATA_CLASS,
    CodeCounts,
    CodeLookup,
    Crosswalk,
    Scheme,
    integer_column,
    report_unknown,
    require_integers,
)
from .messages import (
    BOTH,
    BUILT_UP_WORD,
    CROPLAND_WORD,
    DENSITY_NEGATIVE,
    GRASSLAND_WORD,
    POOLS_INCOMPLETE,
    UNUSED_WORD,
    WATER_WORD,
    WOODLAND_WORD,
)

# In the order of their numbers.
CLASS_WORDS = (CROPLAND_WORD, WOODLAND_WORD, GRASSLAND_WORD, WATER_WORD, BUILT_UP_WORD, UNUSED_WORD)
POOLS = ("c_above", "c_below", "c_soil", "c_dead")
NAME_COLUMNS = ("name", "lulc_name", "lucode_name", "class", "description")


@dataclass(frozen=True)
class ClassDensities:
    """Carbon per class: raster codes, the class of each (position in `keys`, or -1 for nodata), densities t C/ha."""

    codes: tuple[int, ...]
    classes: tuple[int, ...]
    keys: tuple[int, ...]
    names: tuple[str, ...]
    pools: np.ndarray
    source: str
    references: tuple[str, ...] = ()

    @property
    def total(self) -> np.ndarray:
        """Density of all four pools, shape (classes,), float64."""
        return self.pools.sum(axis=1)

    @classmethod
    def build(cls, scheme: Scheme, pools: TextTable | None) -> ClassDensities:
        """Join a pools table (None: the study's) to a scheme's crosswalk, or take its own codes (`Scheme.OWN_CODES`).

        Raises `TableError` for a missing class, column or number, a code given twice, a negative density.
        """
        table = read_shipped("pools_study.csv") if pools is None else pools
        table_name = table.attrs["name"]
        keys = integer_column(table, "lucode")
        densities = np.column_stack([number_column(table, pool) for pool in POOLS])
        if (densities < 0).any():
            row = int(np.argwhere((densities < 0).any(axis=1))[0, 0])
            raise TableError(DENSITY_NEGATIVE, table=table_name, line=int(table.index[row]))
        name_column = next(
            (column for column in NAME_COLUMNS if find_column(table, column) is not None), NAME_COLUMNS[0]
        )
        names = optional_text_column(table, name_column)
        references = tuple(reference or table_name for reference in optional_text_column(table, "reference"))
        if scheme == Scheme.OWN_CODES:
            return cls(keys, tuple(range(len(keys))), keys, tuple(names), densities, table_name, references)
        missing = [number for number in range(1, len(CLASSES) + 1) if number not in keys]
        if missing:
            words = [Phrase(word) for word in CLASS_WORDS]
            told = Listing(Phrase("{number} {name}", number=number, name=words[number - 1]) for number in missing)
            raise TableError(POOLS_INCOMPLETE, table=table_name, classes=told)
        crosswalk = Crosswalk.of_scheme(scheme)
        classes = tuple(-1 if number == NODATA_CLASS else keys.index(number) for number in crosswalk.classes)
        told_names = tuple(name or _class_name(key) for name, key in zip(names, keys))
        source = Phrase(BOTH, first=table_name, second=crosswalk.name)
        return cls(crosswalk.codes, classes, keys, told_names, densities, source, references)

    def log(self, progress: Progress) -> None:
        """Record the densities that are used."""
        names = [name or str(key) for name, key in zip(self.names, self.keys)]
        for name, pools, reference in zip(names, self.pools, self.references):
            parts = ", ".join(f"{pool} {density:.10g}" for pool, density in zip(POOLS, pools))
            total = float(f"{pools.sum():.12g}")
            progress.factor(DENSITY_FACTOR, name, total, "t C/ha", reference=reference, detail=parts)


def _class_name(key: int) -> str:
    return CLASSES[key - 1] if 1 <= key <= len(CLASSES) else ""


@dataclass(frozen=True)
class StockOperation:
    """Blocks of land-use codes (and zones) -> density, the four pools; areas per class and zone, unknown codes."""

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
        """Make it from a table of densities; `raster` is what messages call the land use."""
        lookup = CodeLookup(densities.codes)
        return cls(raster, lookup, densities.classes, densities.pools, zones, write_total, write_pools)

    def __call__(self, block: Block) -> Result:
        """Apply to one unit."""
        codes = block.bands[0]
        require_integers(codes, self.raster)
        # A masked nan is unlike itself, and would be a run of one cell.
        values = codes.filled(0) if codes.dtype.kind == "f" else codes.data
        masked = np.ma.getmaskarray(codes)
        nodata, unknown = len(self.pools), len(self.pools) + 1
        zones = ZoneRuns.of(block, block.bands[1] if self.zones else None, self.zones)
        runs, (code, hidden) = zones.split_at(values, masked)
        slot = np.where(hidden, nodata, self.lookup.look_up(self._slots, code))
        cells, partial = self._areas(block, zones, runs, slot)
        without = np.repeat(code, np.where(slot == unknown, runs.lengths, 0)) if cells[unknown] else code[:0]
        partial["unknown"] = CodeCounts.of(without)
        partial["scheme_nodata"] = int(cells[nodata] - np.count_nonzero(masked))
        more = bool(partial["scheme_nodata"] or cells[unknown])
        return Result(self._rasters(values, masked, more), partial)

    @property
    def _slots(self) -> np.ndarray:
        """The class of each code and, at the end, of any other; two slots behind the classes: nodata and unknown."""
        known = len(self.pools)
        return np.array([known if c < 0 else c for c in self.classes] + [known + 1])

    def _rasters(self, values: np.ndarray, masked: np.ndarray, more: bool) -> list[np.ma.MaskedArray]:
        """Densities; `more`: there are cells without one beside those that are masked."""
        slots = self._slots
        table = np.vstack([self.pools, np.zeros((2, len(self.pools[0])))])[slots]
        columns = [table.sum(axis=1)] if self.write_total else []
        if self.write_pools:
            columns.extend(table.T)
        mask = masked
        if columns and more:
            mask = masked | self.lookup.look_up(slots >= len(self.pools), values)
        return [np.ma.MaskedArray(self.lookup.look_up(c.astype(np.float32), values), mask) for c in columns]

    def _areas(self, block: Block, zones: ZoneRuns, runs: ZoneRuns, slot: np.ndarray) -> tuple[np.ndarray, Sums]:
        """Count cells per slot; areas per class, and per zone and class. `runs` are `zones` cut where slots change."""
        known, area = len(self.pools), block.area_ha
        width = known + 2
        present, place = zones.present()
        key = place[runs.position] * width + slot
        shape = len(present), width
        counts = np.rint(np.bincount(key, runs.lengths, len(present) * width)).reshape(shape)
        cells = counts.sum(axis=0).astype(np.int64)
        # Counts are exact: so the areas are, too, where all cells have one area.
        if (area == area[0]).all():
            areas = counts * area[0]
        else:
            areas = np.bincount(key, runs.lengths * runs.area_ha, len(present) * width).reshape(shape)
        areas = areas[:, :known]
        partial = Sums(class_cells=cells[:known], class_area=areas.sum(axis=0))
        if self.zones:
            inside = present < self.zones
            partial["zone_area"] = ZonalMatrix.of(self.zones, present[inside], areas[inside])
        return cells, partial


@dataclass(frozen=True)
class Stock:
    """Areas (ha) and stocks (t C) in all, per class and per zone (None without zones)."""

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
        """Return the rows of the zone table; a zone without cells has no mean."""
        if self.zone_area_ha is None or self.zone_stock_t is None:
            return []
        return [
            {"zone": n, "area_ha": float(a), "stock_t": float(s), "mean_t_ha": float(s / a) if a else None}
            for n, a, s in zip(names, self.zone_area_ha, self.zone_stock_t)
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
    """Write the stock density (t C/ha; `total`: one band, `pools`: four) and return the sums.

    `zone_polygons`: the polygons behind `zones`, if overlaps and zones partly off the grid are to be told.

    Raises `UnknownCodeError` with all unknown codes and their cell counts, unless they are to be nodata.
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
            zone_polygons, operation, sources, grid, targets, progress=progress, zone_band=1, data_band=0, **engine
        )
    return stock_account(landuse.name, densities, sums, unknown_as_nodata, progress)


def stock_account(
    raster: str, densities: ClassDensities, sums: Sums, unknown_as_nodata: bool, progress: Progress
) -> Stock:
    """Turn the operation's sums into areas and stocks; raise or tell what is said of unknown codes."""
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
