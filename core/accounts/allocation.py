"""Zone totals spread over cells in proportion to a weight, with every total kept.

    E(cell) = T * w(cell) * a(cell) / sum over the zone of w * a       t in the cell; w per hectare, a hectares

A zone with T = 12 t, three cells of 1 ha and weights 1, 2, 3 gets 2, 4 and 6 t/ha. The rules, in order:
- a weight that is missing or negative counts as 0 (negative ones are told);
- a zone whose weight is 0 everywhere gets an even spread, and its name is told;
- a zone that owns no cell centre gives its total to the cell under its interior point, and its name is told;
- a zone without any usable cell, that one included, is left out, and its name is told.
Sums are float64: a zone's cells hold its total to 1e-9 relative; a Float32 raster then holds it to about 1e-7.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..progress import Progress
from ..zones.zonal_sums import ZoneRuns

# Weights of a block: for each kind of weight an array (rows, cols) per hectare, 0 or more, and the usable cells.
ProxyFunction = Callable[[Block], "ProxyWeights"]


@dataclass(frozen=True)
class ProxyWeights:
    """What a weight function gives for a block; `negative` counts the values that were below 0, per kind.

    `proxies` are 0 where a cell is not usable; those that are 0 or 1 may be bool, an eighth of the memory.
    `reachable` cells can take the total of a zone without a cell: they have data, even if they lie in no zone.
    """

    usable: np.ndarray
    reachable: np.ndarray
    proxies: tuple[np.ndarray, ...]
    negative: np.ndarray


@dataclass(frozen=True)
class ProxyOperation:
    """First pass: per zone the usable area (ha), the sum of each kind of weight, and the reachable cells wanted."""

    proxy_weights: ProxyFunction
    zone_band: int
    zones: int
    wanted_cells: tuple[tuple[int, int], ...] = ()

    def __call__(self, block: Block) -> Result:
        """Apply to one unit."""
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
                reachable_cells=reachable_cells,
            )
        )


class ProxySums(Sums):
    """Sums of the first pass; cells merge by union."""

    def merge(self, other: Sums) -> ProxySums:
        """Add, and unite the cells."""
        merged = ProxySums({key: self[key] + other[key] for key in self if key != "reachable_cells"})
        merged["reachable_cells"] = self["reachable_cells"] | other["reachable_cells"]
        return merged


@dataclass(frozen=True)
class Allocation:
    """How sources reach cells. `per_weight` and `even` (sources, zones + 1): t per unit of weight, and t per ha.

    `proxy_of_source`: the position of each source's proxy in `ProxyWeights.proxies`. `points` are (zone, row, col,
    tonnes per source) of zones without a cell.
    """

    proxy_of_source: tuple[int, ...]
    per_weight: np.ndarray
    even: np.ndarray
    points: tuple[tuple[int, int, int, np.ndarray], ...] = ()

    def densities(self, weights: ProxyWeights, runs: ZoneRuns) -> list[np.ndarray]:
        """Return t/ha per source for a block, without the points; 0 where nothing goes."""
        return [self._density(source, weights, runs) for source in range(len(self.proxy_of_source))]

    def _density(self, source: int, weights: ProxyWeights, runs: ZoneRuns) -> np.ndarray:
        weight = weights.proxies[self.proxy_of_source[source]]
        # Weights are 0 where a cell is not usable; an even spread is not.
        density = runs.broadcast(self.per_weight[source]).reshape(weight.shape) * weight
        if self.even[source].any():
            density += np.where(weights.usable, runs.broadcast(self.even[source]).reshape(weight.shape), 0.0)
        return density

    def points_in(self, block: Block) -> list[tuple[int, int, int, np.ndarray]]:
        """Return (zone, row and column in the block, t/ha per source) of the points in a block."""
        window = block.window
        found = []
        for zone, row, col, tonnes in self.points:
            y, x = row - window.row, col - window.col
            if 0 <= y < window.rows and 0 <= x < window.cols:
                found.append((zone, y, x, tonnes / block.area_ha[y, 0]))
        return found


def allocate(
    totals: np.ndarray,
    proxy_of_source: Sequence[int],
    sources: Sequence[str],
    zones: Sequence[str],
    sums: ProxySums,
    *,
    cells: np.ndarray,
    interior: dict[int, tuple[int, int]],
    progress: Progress,
) -> tuple[Allocation, np.ndarray]:
    """Turn totals (sources, zones; t) into rates, by the rules above.

    `cells`: usable or not, the zone's cells on the grid. `interior`: the cell under each zone's interior point.
    Returns the allocation and the zones that were placed (bool).
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
                told = ", ".join(f"{name} {total:.6g}" for name, total in zip(sources, totals[:, zone]) if total)
                progress.warning(f"Zone {zones[zone]} {why} on the grid: its totals are left out ({told}).")
            continue
        for source, proxy in enumerate(proxy_of_source):
            total = totals[source, zone]
            if weight[proxy, zone] > 0:
                per_weight[source, zone] = total / weight[proxy, zone]
            elif total:
                even[source, zone] = total / area[zone]
                progress.warning(f"Zone {zones[zone]}: the weight of {sources[source]} is 0 everywhere; spread evenly.")
    return Allocation(tuple(proxy_of_source), per_weight, even, tuple(points)), placed
