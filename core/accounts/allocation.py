"""Zone totals allocated to cells in proportion to a proxy (dasymetric mapping), with every total kept.

    E(cell) = T * w(cell) * a(cell) / sum over the zone of w * a       t in the cell; w per hectare, a hectares

A zone with T = 12 t, three cells of 1 ha and weights 1, 2, 3 gets 2, 4 and 6 t/ha. The rules, in order:
- a weight that is missing or negative counts as 0 (negative ones are counted and warned of);
- a zone whose weight is 0 everywhere gets the same density in all its usable cells, with a warning;
- a zone that owns no cell centre gives its total to the cell under its interior point, with a warning;
- a zone without any usable cell, that one included, is left out, with a warning.
Sums are float64: a zone's cells hold its total to 1e-9 relative; a Float32 raster then holds it to about 1e-7.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..progress import Progress
from ..zones.zonal_sums import ZoneRuns

# The proxies' weights in a block.
ProxyFunction = Callable[[Block], "ProxyWeights"]


@dataclass(frozen=True)
class ProxyWeights:
    """The weights of all proxies in a block.

    Attributes
    ----------
    usable : (rows, cols) bool: cells that may receive a share of their zone's total
    reachable : (rows, cols) bool: cells with data, in a zone or not, which can take the total of a zone without a cell
    proxies : for each proxy (rows, cols) float64 or bool, weight per hectare, 0 where a cell is not usable. Weights
        that are 0 or 1 may be bool, an eighth of the memory
    negative : (proxies,) int64: cells whose weight was below 0, and is 0 now
    missing : (proxies,) int64: usable cells in which the proxy has no value, and weighs 0
    """

    usable: np.ndarray
    reachable: np.ndarray
    proxies: tuple[np.ndarray, ...]
    negative: np.ndarray
    missing: np.ndarray


@dataclass(frozen=True)
class ProxyOperation:
    """First pass: per zone the usable area and the sum of each proxy, and which of the `wanted_cells` are reachable.

    Attributes
    ----------
    proxy_weights : the weights of a block
    zone_band : position of the zones among a block's bands
    zones : number of zones
    wanted_cells : (row, col) on the grid, those under the interior points of the zones
    """

    proxy_weights: ProxyFunction
    zone_band: int
    zones: int
    wanted_cells: tuple[tuple[int, int], ...] = ()

    def __call__(self, block: Block) -> Result:
        """Sum a block; no bands."""
        weights = self.proxy_weights(block)
        runs = ZoneRuns.of(block, block.bands[self.zone_band], self.zones)
        sums = [runs.tonnes(proxy) for proxy in weights.proxies]
        window = block.window
        reachable_cells = frozenset(
            (row, col)
            for row, col in self.wanted_cells
            if 0 <= row - window.row < window.rows
            and 0 <= col - window.col < window.cols
            and weights.reachable[row - window.row, col - window.col]
        )
        return Result(
            partial=ProxySums(
                area=runs.hectares(weights.usable),
                weight=np.array(sums).reshape(len(sums), self.zones + 1),
                negative=weights.negative,
                missing=weights.missing,
                reachable_cells=reachable_cells,
            )
        )


class ProxySums(Sums):
    """Sums of the first pass; the entry `reachable_cells` merges by union, all others by addition.

    Entries: `area` (zones + 1,) ha, `weight` (proxies, zones + 1) weight x ha, `negative` and `missing`
    (proxies,) cells, `reachable_cells` a frozenset of (row, col).
    """

    def merge(self, other: Sums) -> ProxySums:
        """Return both sums added up, and their cells united.

        Parameters
        ----------
        other : ProxySums of other blocks, with the same entries

        Returns
        -------
        ProxySums
        """
        merged = ProxySums({key: self[key] + other[key] for key in self if key != "reachable_cells"})
        merged["reachable_cells"] = self["reachable_cells"] | other["reachable_cells"]
        return merged


@dataclass(frozen=True)
class Allocation:
    """How the totals of all sources reach the cells.

    Attributes
    ----------
    proxy_of_source : position of each source's proxy in `ProxyWeights.proxies`
    per_weight : (sources, zones + 1) float64, t per unit of weight; the last column is what lies in no zone
    even : (sources, zones + 1) float64, t/ha in every usable cell
    points : (zone, row, col, tonnes per source) of the zones without a cell, row and column on the grid
    """

    proxy_of_source: tuple[int, ...]
    per_weight: np.ndarray
    even: np.ndarray
    points: tuple[tuple[int, int, int, np.ndarray], ...] = ()

    def densities(self, weights: ProxyWeights, runs: ZoneRuns) -> list[np.ndarray]:
        """Return the densities of a block, without those of the points.

        Parameters
        ----------
        weights : ProxyWeights of the block
        runs : ZoneRuns of the block

        Returns
        -------
        list of (rows, cols) float64, t/ha, one per source; 0 where nothing goes
        """
        return [self._density(source, weights, runs) for source in range(len(self.proxy_of_source))]

    def _density(self, source: int, weights: ProxyWeights, runs: ZoneRuns) -> np.ndarray:
        weight = weights.proxies[self.proxy_of_source[source]]
        # Weights are 0 where a cell is not usable; an even density is not.
        density = runs.broadcast(self.per_weight[source]).reshape(weight.shape) * weight
        if self.even[source].any():
            density += np.where(weights.usable, runs.broadcast(self.even[source]).reshape(weight.shape), 0.0)
        return density

    def points_in(self, block: Block) -> list[tuple[int, int, int, np.ndarray]]:
        """Return what zones without a cell add to the cells of a block.

        Parameters
        ----------
        block : Block

        Returns
        -------
        list of (zone, row, col, density): row and column in the block, density (sources,) float64, t/ha
        """
        window = block.window
        points = []
        for zone, grid_row, grid_col, tonnes in self.points:
            row, col = grid_row - window.row, grid_col - window.col
            if 0 <= row < window.rows and 0 <= col < window.cols:
                points.append((zone, row, col, tonnes / block.area_ha[row, 0]))
        return points


def allocate(
    totals: np.ndarray,
    proxy_of_source: Sequence[int],
    sources: Sequence[str],
    zones: Sequence[str],
    sums: ProxySums,
    *,
    cells: np.ndarray,
    interior: dict[int, tuple[int, int]],
    unit: str = "",
    progress: Progress,
) -> tuple[Allocation, np.ndarray]:
    """Turn the zones' totals into densities per weight, by the rules above.

    Parameters
    ----------
    totals : (sources, zones) float64, t
    proxy_of_source : position of each source's proxy in `ProxyWeights.proxies`
    sources, zones : names, for warnings
    sums : ProxySums of all blocks
    cells : (zones,) int64, cells of each zone on the grid, usable or not
    interior : (row, col) of the cell under a zone's interior point, by zone; zones off the grid are missing
    unit : of the totals, for warnings
    progress : Progress, which is given the warnings

    Returns
    -------
    Allocation, and (zones,) bool: False for the zones that are left out

    References
    ----------
    `docs/method.md`, "From totals to cells".
    """
    count = len(zones)
    area, weight = sums["area"][:count], sums["weight"][:, :count]
    per_weight, even = np.zeros((len(proxy_of_source), count + 1)), np.zeros((len(proxy_of_source), count + 1))
    points, placed = [], np.ones(count, dtype=bool)
    for zone in range(count):
        if not totals[:, zone].any():
            continue
        if area[zone] == 0:
            placed[zone] = zone in interior and interior[zone] in sums["reachable_cells"]
            why = "holds no cell centre" if cells[zone] == 0 else "has no usable cell"
            if placed[zone]:
                points.append((zone, *interior[zone], totals[:, zone]))
                progress.warning(f"Zone {zones[zone]} {why}: its totals go to the cell under its interior point.")
            else:
                amounts = amounts_of(sources, totals[:, zone], unit)
                progress.warning(f"Zone {zones[zone]} {why} on the grid: its totals are left out ({amounts}).")
            continue
        for source, proxy in enumerate(proxy_of_source):
            total = totals[source, zone]
            if weight[proxy, zone] > 0:
                per_weight[source, zone] = total / weight[proxy, zone]
            elif total:
                even[source, zone] = total / area[zone]
                progress.warning(f"Zone {zones[zone]}: the weight of {sources[source]} is 0 everywhere; spread evenly.")
    return Allocation(tuple(proxy_of_source), per_weight, even, tuple(points)), placed


def amounts_of(sources: Sequence[str], totals: np.ndarray, unit: str = "") -> str:
    """Return a zone's totals as words for a warning.

    Parameters
    ----------
    sources : names
    totals : (sources,) float64
    unit : of the totals

    Returns
    -------
    str, such as "coal 5 t C, oil 3 t C"; totals of 0 are left out
    """
    unit = f" {unit}" if unit else ""
    return ", ".join(f"{name} {total:.6g}{unit}" for name, total in zip(sources, totals) if total)
