"""The routed flow as lines: the network along the wind, and arrows between zones.

Network lines run through cell centres. Their length is that of their steps on the ground; `bearing` is that of the
loxodrome from the first to the last cell, degrees clockwise from true north.
Arrows run from one zone's interior point to the other's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..progress import Progress
from ..raster.geodesy import chord_bearings, points_to_wkb
from ..raster.grid import Grid
from ..zones.zones import Zones, interior_points
from . import FlowNetwork, flow_network
from .service_flow import DESTINATION_NAMES, ServiceFlow


def network_rows(
    flow: ServiceFlow, grid: Grid, names: Sequence[str], threshold: float | None, progress: Progress
) -> list[dict[str, Any]]:
    """Return the lines of the flow network, the largest flux first.

    The well-mixed allocation has no paths, and so no lines: a warning says so.

    Parameters
    ----------
    flow : ServiceFlow
    grid : Grid
    names : sequence of str, of the zones
    threshold : float or None, t; None for a readable number of lines
    progress : Progress

    Returns
    -------
    list of dict: flux_t in t, length_km, bearing in degrees, from_zone, to_zone, geometry as WKB

    Raises
    ------
    ParameterError
        The threshold is below 0.
    """
    if flow.graph is None:
        progress.warning("The well-mixed allocation has no paths: the network has no lines.")
        return []
    network: FlowNetwork = flow_network(flow.routed, flow.graph, flow.zone, threshold, progress)
    progress.info(f"Network of cells with a flux of at least {network.threshold:.6g} t: {len(network.lines)} lines.")
    lines = sorted(network.lines, key=lambda line: -line.flux)
    ends = np.array([line.cells[[0, -1]] for line in lines], dtype=np.int64).reshape(-1, 2)
    bearings = chord_bearings(grid, *(np.divmod(end, grid.cols) for end in ends.T))
    rows = []
    for line, bearing in zip(lines, bearings.tolist()):
        x, y = grid.centre(*np.divmod(line.cells, grid.cols))
        rows.append(
            {
                "flux_t": line.flux,
                "length_km": line.length,
                "bearing": bearing,
                "from_zone": _zone_name(line.from_zone, names),
                "to_zone": _zone_name(line.to_zone, names),
                "geometry": points_to_wkb(np.column_stack([x, y])),
            }
        )
    return rows


def _zone_name(number: int, names: Sequence[str]) -> str | None:
    """Return a zone's name; "(no zone)" outside all, None when there are no zones at all."""
    if not names:
        return None
    return names[number] if number >= 0 else DESTINATION_NAMES[number]


def arrow_rows(flow_rows: Sequence[dict[str, Any]], zones: Zones, grid: Grid) -> list[dict[str, Any]]:
    """Return the origin-destination rows between two different zones, each with a line from one to the other.

    Parameters
    ----------
    flow_rows : sequence of dict, of the origin-destination table
    zones : Zones
    grid : Grid, whose CRS the lines are in

    Returns
    -------
    list of dict, with the line under geometry as WKB
    """
    places = {zones.names[zone]: point for zone, point in interior_points(zones, grid).items()}
    return [
        {**row, "geometry": points_to_wkb(np.array([places[row["from_zone"]], places[row["to_zone"]]]))}
        for row in flow_rows
        if row["from_zone"] != row["to_zone"] and row["from_zone"] in places and row["to_zone"] in places
    ]
