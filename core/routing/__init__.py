"""Routing of unfixed carbon along the wind, and the flows between zones.

What a cell cannot sequester travels downwind; cells on the way absorb what they have room for; the rest leaves:

    total(i)    = E(i) + inflow(i)                              all in t per cell
    absorbed(i) = min(total(i), C(i))
    outflow(i)  = total(i) - absorbed(i)
    inflow(j)   = sum over upwind i of share(i -> j) * outflow(i)

The solution is the least fixed point: unique, and the same in whatever order cells are processed. On fields
without cycles PCRaster's accuthresholdflux and accuthresholdstate give outflow and absorbed.

Worked example, one row of three 1 km cells, wind from the west (270 degrees):

    E         10    1    0 t        total      10    7    2
    C          4    5    1 t        absorbed    4    5    1
                                    outflow     6    2    1 -> 1 t exported

    >>> import numpy as np
    >>> neighbourhood = Neighbourhood.of(rows=1, cols=3, dx=1000.0, dy=1000.0)
    >>> transport = from_direction(np.full((1, 3), 270.0), neighbourhood)
    >>> graph = build_graph(transport, np.ones((1, 3), bool))
    >>> routed = route(np.array([[10.0, 1.0, 0.0]]), np.array([[4.0, 5.0, 1.0]]), graph)
    >>> routed.absorbed.tolist(), routed.flux.tolist(), routed.accounts.exported
    ([[4.0, 5.0, 1.0]], [[6.0, 2.0, 1.0]], 1.0)

From there `origin_destination` and `zone_table` give the flows between zones, and `flow_network` lines.

Conventions: rasters are (rows, cols) float64; `valid` is True for cells of the study area (E and C known);
directions are where wind comes FROM, degrees clockwise from true north, nan = calm or unknown. Lengths in metres, and
bearings, are those on the ground.

- `graph`: neighbours, shares of a wind or a rose, study area and gaps, decay; results and their mass balance.
- `ordered`: cells one after the other, in compiled loops or numpy's; `cycles`: those in which carbon circulates;
  `rose`: a wind rose, all cells together.
- `route`: two neighbours, one, or a rose; `well_mixed`: the fourth method; `origins`: origin x destination; `network`:
  lines; `memory`: how much is needed.
- `inputs`, `service_flow`, `flow_lines`: from rasters and back to rasters, tables and lines.
"""

from __future__ import annotations

from . import cycles, graph, inputs, network, ordered, origins, rose  # noqa: F401 - see `plugin`
from .graph.graph import Graph, build_graph
from .graph.neighbours import Neighbourhood
from .graph.result import Flow, MassBalance, Routed
from .graph.rose_shares import from_rose, rose_shares
from .graph.shares import Transport, from_direction
from .memory import memory_needed
from .methods import RoutingMethod
from .network.network import FlowLine, FlowNetwork, flow_network
from .origins.od_sums import DISPERSED, LEFT_REGION, NO_ZONE, UNFIXED
from .origins.origin_destination import (
    OriginDestination,
    ZoneTable,
    origin_destination,
    origin_destination_mixed,
    zone_table,
)
from .route import route, route_amounts, route_flux
from .well_mixed import well_mixed

__all__ = [
    "DISPERSED",
    "LEFT_REGION",
    "NO_ZONE",
    "UNFIXED",
    "Flow",
    "FlowLine",
    "FlowNetwork",
    "Graph",
    "MassBalance",
    "Neighbourhood",
    "OriginDestination",
    "Routed",
    "RoutingMethod",
    "Transport",
    "ZoneTable",
    "build_graph",
    "flow_network",
    "from_direction",
    "from_rose",
    "memory_needed",
    "origin_destination",
    "origin_destination_mixed",
    "rose_shares",
    "route",
    "route_amounts",
    "route_flux",
    "well_mixed",
    "zone_table",
]
