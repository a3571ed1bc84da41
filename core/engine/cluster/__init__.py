"""Runs of `core/engine/run` on a Dask cluster (`dask.distributed`, optional), the same bit for bit.

    with on_scheduler("tcp://head:8786"):          # or CARBON_SERVICE_FLOW_SCHEDULER in the environment
        carbon_stock(...)                          # as ever

A run is sent there when its targets are files and it fits in a message; one with arrays as targets (routing) is not.

    context      which scheduler is meant; whether a run can be sent to it
    connection   to the scheduler: what can be wrong with it, who works, waiting for a result
    shipping     core's own code, brought to workers that lack it
    job          what a worker does: read, apply the operation chunk by chunk, write a tile, return the partial sums
    run          tiles out, partial sums in; `core/raster/tiled_vrt` joins what was written

A tile is `TILE_CHUNKS` chunks of one row of chunks, in windows as large as those of a local run: each block is the same
array, in the same layout, as it would be here. Results are taken in row-major order and their chunks' sums merged one
by one, as `core/engine/run` does. At most `IN_FLIGHT` tiles per thread are asked for at a time, and one result at a
time is brought here. Dask repeats the tiles of a lost worker; `core/raster/tiled_vrt` says why that does no harm.
"""

from __future__ import annotations

from .context import ENVIRONMENT, chosen_session, on_scheduler, runs_on_cluster

__all__ = ["ENVIRONMENT", "chosen_session", "on_scheduler", "runs_on_cluster"]
