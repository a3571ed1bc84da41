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

    neighbourhood = Neighbourhood.of(rows=1, cols=3, dx=1000.0, dy=1000.0)
    transport = from_direction(np.full((1, 3), 270.0), neighbourhood)            # method 0
    graph = build_graph(transport, valid, decay_length=None, gaps_lost=False)
    routed = route(emission, capacity, graph, progress)                         # Routed, with .accounts
    flows = origin_destination(emission, routed, graph, zone, zones, progress=progress)
    table = zone_table(flows)
    lines = flow_network(routed, graph, zone, threshold=None, progress=progress)  # FlowNetwork

Conventions: rasters are (rows, cols) float64; `valid` is True for cells of the study area (E and C known);
directions are where wind comes FROM, degrees clockwise from true north, nan = calm or unknown; `rotation` turns
a true bearing into a grid one, grid = true + rotation. Lengths in metres.

- `neighbours`: directions and distances; `transport`: shares (methods 0, 1, 2); `area`, `graph`: border, gaps,
  decay; `passage`, `walk`, `components`: cells one after the other; `cycles`, `batches`, `direct`, `laps`,
  `multigrid`: those in which carbon goes round; `rose`, `escape`, `finest`, `coarse`, `stencil`: a wind rose, all
  cells together; `backend`: which of `plain`, `sweeps` and `compiled` does the loops;
  `route`: `route` and `well_mixed` (method 3); `matrix`: origin x destination; `network`: lines;
  `memory`: what it will need.
"""

from __future__ import annotations

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
from .route import route, route_amounts, route_flux, well_mixed

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
