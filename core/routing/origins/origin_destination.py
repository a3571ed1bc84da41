"""Origin x destination: whose carbon ends where, between zones.

Cells are well mixed. Once routing has found, for each cell, the shares of its total that it absorbs, retains and
passes on, each origin's carbon follows these shares linearly:

    mass_z(i)  = emission_z(i) + sum over donors k of weight(k -> i) * passed(k) * mass_z(k)
    passed(k)  = outflow(k) / total(k)

Origins that lie near each other are transported together, in an order in which every cell comes after its donors, and
only through the cells that their carbon reaches (see `tagged_transport`). A cell that absorbs all of its own emission
and gets none passes nothing on.

Example, west wind, zones A | B: A emits 10 t and has room for 4, B emits 1 t and has room for 5. B absorbs 5 of
the 7 t that meet there, 6/7 of them A's: A -> A 4, A -> B 4.286, A -> left 1.714, B -> B 0.714, B -> left 0.286.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...errors import ZoneError
from ...progress import Progress
from ..graph.arrays import Raster
from ..graph.graph import Graph
from ..graph.result import Routed
from ..graph.weights import sum_by
from ..messages import ZONE_INDEX
from ..ordered.backend import choose_backend
from .od_sums import DISPERSED, LEFT_REGION, NO_ZONE, UNFIXED, OriginDestinationSums
from .tagged_transport import transport_tagged


@dataclass(frozen=True)
class OriginDestination:
    """Flows between zones, sorted by origin, then destination; flows of 0 are left out.

    Attributes
    ----------
    origin : (n,) int64
        zone number, or NO_ZONE
    destination : (n,) int64
        zone number or NO_ZONE, LEFT_REGION, UNFIXED, DISPERSED
    amount : (n,) float64, t
    zones : int
        number of zones
    """

    origin: NDArray[np.int64]
    destination: NDArray[np.int64]
    amount: NDArray[np.float64]
    zones: int

    def dense(self) -> NDArray[np.float64]:
        """Return the flows as a table.

        Returns
        -------
        (zones + 1, zones + 4) float64, t
            rows: zones, no zone; columns: zones, no zone, left the region, unfixed, dispersed
        """
        table = np.zeros((self.zones + 1, self.zones + 4))
        columns = np.where(self.destination >= 0, self.destination, self.zones - 1 - self.destination)
        rows = np.where(self.origin >= 0, self.origin, self.zones)
        table[rows, columns] = self.amount
        return table


@dataclass(frozen=True)
class ZoneTable:
    """Accounts by zone: emission = absorbed_home + exported_to_zones + left_region + unfixed + dispersed.

    Cells in no zone count as a zone here, the last one.

    Attributes
    ----------
    emission, exported_to_zones, left_region, unfixed, dispersed : (zones + 1,) float64, t
    absorbed_home : (zones + 1,) float64, t
        emission of the zone that the zone itself absorbs
    imported : (zones + 1,) float64, t
        absorbed from other zones
    """

    emission: NDArray[np.float64]
    absorbed_home: NDArray[np.float64]
    imported: NDArray[np.float64]
    exported_to_zones: NDArray[np.float64]
    left_region: NDArray[np.float64]
    unfixed: NDArray[np.float64]
    dispersed: NDArray[np.float64]


def origin_destination(
    emission: Raster,
    routed: Routed,
    graph: Graph,
    zone: NDArray[np.integer],
    zones: int,
    *,
    progress: Progress | None = None,
    use_scipy: bool | None = None,
    use_numba: bool | None = None,
) -> OriginDestination:
    """Return the flows between zones of a routing along the wind.

    Parameters
    ----------
    emission : (rows, cols) float64, t per cell
        as routed
    routed : Routed
    graph : Graph
    zone : (rows, cols) integers
        zone number 0 to zones - 1, below 0 where there is none
    zones : int
        number of zones
    progress : Progress, optional
    use_scipy, use_numba : bool, optional
        False to do without

    Returns
    -------
    OriginDestination

    Raises
    ------
    ZoneError
        for a number that no zone has
    """
    od_sums = OriginDestinationSums(zones)
    numbers = _checked(zone, graph.valid, zones)
    transport_tagged(
        np.where(graph.valid, emission, 0.0).ravel(),
        routed,
        graph,
        numbers.ravel(),
        od_sums,
        backend=choose_backend(use_scipy, use_numba),
        progress=progress or Progress(),
    )
    return OriginDestination(*od_sums.entries(), zones)


def origin_destination_mixed(
    emission: Raster, routed: Routed, valid: NDArray[np.bool_], zone: NDArray[np.integer], zones: int
) -> OriginDestination:
    """Return the flows between zones of the well-mixed allocation, in closed form.

        flow(a -> b) = surplus(a) * imported(b) / sum(surplus)  +  absorbed at home when a = b

    Parameters
    ----------
    emission : (rows, cols) float64, t per cell
    routed : Routed
        the result of `well_mixed`
    valid : (rows, cols) bool
        the study area
    zone : (rows, cols) integers
        zone number 0 to zones - 1, below 0 where there is none
    zones : int
        number of zones

    Returns
    -------
    OriginDestination

    Raises
    ------
    ZoneError
        for a number that no zone has
    """
    numbers = _checked(zone, valid, zones).ravel()
    slots = np.where(numbers >= 0, numbers, zones)
    surplus, imported, home = (
        sum_by(slots, values.ravel(), zones + 1)
        for values in (routed.flux, routed.imported, np.where(valid, emission, 0.0) - routed.flux)
    )
    od_sums = OriginDestinationSums(zones)
    rows = np.arange(zones + 1)
    od_sums.add(rows, rows, home)
    excess = float(surplus.sum())
    if excess > 0:
        for origin in np.flatnonzero(surplus):
            od_sums.add(np.full(zones + 1, origin), rows, surplus[origin] * (imported / excess))
        exported = surplus * (routed.accounts.exported / excess)
        od_sums.add(rows, np.full(zones + 1, od_sums.column(LEFT_REGION)), exported)
    return OriginDestination(*od_sums.entries(), zones)


def zone_table(flows: OriginDestination) -> ZoneTable:
    """Return the accounts of each zone, summed from the flows between them.

    Parameters
    ----------
    flows : OriginDestination

    Returns
    -------
    ZoneTable
    """
    count = flows.zones + 1
    origin = np.where(flows.origin >= 0, flows.origin, flows.zones)
    target = np.where(flows.destination >= 0, flows.destination, flows.zones)
    to_zone = flows.destination >= NO_ZONE
    home = to_zone & (origin == target)

    def total(where: NDArray[np.bool_], by: NDArray[np.int64]) -> NDArray[np.float64]:
        return sum_by(by[where], flows.amount[where], count)

    return ZoneTable(
        emission=total(np.ones_like(home), origin),
        absorbed_home=total(home, origin),
        imported=total(to_zone & ~home, target),
        exported_to_zones=total(to_zone & ~home, origin),
        left_region=total(flows.destination == LEFT_REGION, origin),
        unfixed=total(flows.destination == UNFIXED, origin),
        dispersed=total(flows.destination == DISPERSED, origin),
    )


def _checked(zone: NDArray[np.integer], valid: NDArray[np.bool_], zones: int) -> NDArray[np.int32]:
    """Return zone numbers, NO_ZONE outside the study area and where below 0."""
    unknown = valid & (zone >= zones)
    if unknown.any():
        raise ZoneError(ZONE_INDEX, zone=int(zone[unknown][0]), count=zones, last=zones - 1)
    return np.where(valid & (zone >= 0), zone, NO_ZONE).astype(np.int32)
