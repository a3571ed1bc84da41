"""Time and memory of routing, on generated fields of 3000 x 1400 cells (or FACTOR times that in each direction).

    build/venv/bin/python benchmarks/routing.py [--fields abcdvwr] [--factor 1.0] [--capacity 300 3 0.3] [--one]
                                                [--zones 19 2800] [--lu-cells 0] [--backend scipy] [--seed 1]

From a clean clone: `make bench-routing`, or `make bench-routing ARGS="--fields ab --factor 3.9"` for 64 million cells.

Fields: a mean wind with gentle turning; b angle noise of 180 degrees at 100-cell scale (winds draw together along
lines); c 25 vortices with a weak mean wind; d winds that meet along lines (opposing winds: long components);
v an array of 25 closed vortices and w a random stream function (most of the grid goes round); r wind rose.
Each with plenty of capacity (300 t/ha on vegetated cells), little (3) and hardly any (0.3). Cells are 1 km; emission
is about 16 t/ha, 146.63 on the 3 % built-up cells, whose capacity is a tenth.

Seconds and CPU are those of shares, graph and routing, with inputs in memory (a rose is made block by block
meanwhile); bytes per cell are the process's peak from then on, all inputs (29), outputs (32, of which 16 in the place
of inputs) and Python itself (50 to 150 MB) included.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "build" / "plugins"))

from carbon_service_flow.core.routing import (
    Neighbourhood,
    build_graph,
    flow_network,
    from_direction,
    from_rose,
    memory,
    origin_destination,
    route_amounts,
)
from carbon_service_flow.core.routing.ordered.backend import choose_backend

FULL = (1400, 3000)
BACKENDS = {
    "best": {},
    "numba": {"use_scipy": False},
    "scipy": {"use_numba": False},
    "numpy": {"use_scipy": False, "use_numba": False},
}


def smooth(shape, scale, rng):
    """Noise of unit variance, smooth over `scale` cells."""
    row, col = np.fft.fftfreq(shape[0])[:, None], np.fft.rfftfreq(shape[1])[None]
    spectrum = np.fft.rfft2(rng.standard_normal(shape)) * np.exp(-0.5 * (np.pi * scale) ** 2 * (row**2 + col**2))
    noise = np.fft.irfft2(spectrum, s=shape)
    return noise / noise.std()


def comes_from(east, north):
    return np.degrees(np.arctan2(-east, -north)) % 360


def vortices(shape, rng, mean):
    row, col = np.indices(shape, dtype=float)
    size = min(shape) / FULL[0]
    east, north = np.full(shape, mean), np.zeros(shape)
    for _ in range(25):
        dy, dx = row - rng.random() * shape[0], col - rng.random() * shape[1]
        radius = size * rng.uniform(120, 300)
        speed = rng.choice([-1, 1]) * np.exp(-(dx**2 + dy**2) / radius**2 / 2) / radius * 1.6
        east, north = east - speed * dy, north + speed * dx
    return comes_from(east, north)


def direction(kind, shape, seed=1):
    rng = np.random.default_rng(seed)
    size = min(shape) / FULL[0]
    if kind == "a":
        return (315 + 25 * smooth(shape, 400 * size, rng)) % 360
    if kind == "b":
        return (315 + 180 * smooth(shape, 100, rng)) % 360
    if kind == "c":
        return vortices(shape, rng, 0.08)
    if kind == "d":
        noise, side = smooth(shape, 100, rng), smooth(shape, 100, rng) > 0
        return np.where(side, 90 + 60 * noise, 270 + 60 * noise) % 360
    row, col = np.indices(shape, dtype=float)
    if kind == "v":
        y, x = np.pi * 5 * row / shape[0], np.pi * 5 * col / shape[1]
        return comes_from(np.sin(x) * np.cos(y) * 5 / shape[0], np.cos(x) * np.sin(y) * 5 / shape[1])
    stream = smooth(shape, 300 * size, rng)
    return comes_from(*np.gradient(stream))


def rose(shape, seed=1):
    """Two monsoon directions that turn over the grid, 9 % calm; returns a reader, which makes rows as they are read."""
    main = np.radians(direction("a", shape, seed)).astype(np.float32)

    def read(first, after):
        bands = np.empty((17, after - first, shape[1]), np.float32)
        for sector in range(16):
            at = np.float32(np.radians(22.5 * sector)) - main[first:after]
            bands[sector] = np.exp(2 * np.cos(at) + np.float32(1.2) * np.cos(at - np.float32(2.5)))
        bands[:16] /= bands[:16].sum(axis=0) * np.float32(1.1)
        bands[16] = 1 - bands[:16].sum(axis=0)
        return bands

    return read


def forget_peak():
    """Let the peak of memory begin anew, where the system can (Linux)."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        print("Bytes per cell include the generation of the fields.")


def peak():
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def emission_and_room(shape, capacity, seed):
    """Return t per cell of both."""
    rng = np.random.default_rng(seed + 1)
    built = smooth(shape, 8, rng) > 1.88
    emission = np.where(built, 146.63, rng.uniform(9, 23.4, shape)) * 100
    return emission, rng.uniform(0.5, 1.5, shape) * np.where(built, 10, 100) * capacity


def zone_grid(shape, zones):
    high = int((zones * shape[0] / shape[1]) ** 0.5) + 1
    wide = -(-zones // high)
    row, col = np.indices(shape, sparse=True)
    return np.minimum(row * high // shape[0] * wide + col * wide // shape[1], zones - 1)


def run(kind, capacity, shape, options):
    emission, room = emission_and_room(shape, capacity, options.seed)
    wind = rose(shape, options.seed) if kind == "r" else direction(kind, shape, options.seed).astype(np.float32)
    amounts = np.stack([emission, room], axis=-1)
    del room
    near, valid = Neighbourhood.of(*shape, 1000.0, 1000.0), np.ones(shape, bool)
    used = BACKENDS[options.backend]
    forget_peak()
    times, cpu = [time.perf_counter()], time.process_time()
    if kind == "r":
        transport = from_rose(wind, near)
    else:
        transport = from_direction(wind, near, one_neighbour=options.one)
    del wind  # 4 bytes a cell
    times.append(time.perf_counter())
    graph = build_graph(transport, valid)
    times.append(time.perf_counter())
    routed = route_amounts(amounts, emission, graph, **used)
    times.append(time.perf_counter())
    cpu = time.process_time() - cpu
    accounts = routed.accounts
    spent = " ".join(f"{t:6.2f}" for t in np.diff(times))
    print(
        f"{kind} {capacity:6.1f} {times[-1] - times[0]:7.2f} s ({spent})  CPU {cpu:7.2f} s"
        f"  {peak() / emission.size:5.0f} B/cell  mass error {accounts.balance_error:.0e}"
        f"  exported {accounts.exported / accounts.emission:.3f} trapped {accounts.trapped / accounts.emission:.3f}",
        flush=True,
    )
    for zones in options.zones:
        zone = zone_grid(shape, zones)
        start, cpu = time.perf_counter(), time.process_time()
        flows = origin_destination(emission, routed, graph, zone, zones, **used)
        took, cpu = time.perf_counter() - start, time.process_time() - cpu
        table = flows.dense()
        rows = np.abs(table[:zones].sum(axis=1) / np.bincount(zone.ravel(), emission.ravel(), zones) - 1).max()
        print(
            f"    {zones} zones: {took:.2f} s, CPU {cpu:.2f} s, {flows.amount.size} flows, rows off by {rows:.0e},"
            f" {peak() / emission.size:.0f} B/cell",
            flush=True,
        )
    if options.zones:
        start = time.perf_counter()
        found = flow_network(routed, graph)
        print(f"    network: {time.perf_counter() - start:.2f} s, {len(found.lines)} lines", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fields", default="abcdvwr")
    parser.add_argument("--factor", type=float, default=1.0)
    parser.add_argument("--capacity", type=float, nargs="*", default=[300, 3, 0.3])
    parser.add_argument("--one", action="store_true", help="one neighbour (D8) instead of two")
    parser.add_argument("--zones", type=int, nargs="*", default=[])
    parser.add_argument("--lu-cells", type=int, help="most cells of a rose's component for sparse LU; 0: coarser grids")
    parser.add_argument("--backend", choices=list(BACKENDS), default="best")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.lu_cells is not None:
        memory.LU_CELLS = options.lu_cells
    shape = tuple(int(n * options.factor) for n in FULL)
    backend = choose_backend(**BACKENDS[options.backend])
    print(f"{shape[0] * shape[1]:,} cells, {'one neighbour' if options.one else 'two neighbours'}, {backend}")
    print("field, capacity t/ha, seconds (shares, graph, route), CPU, peak, accounts")
    if backend.numba:
        tiny = argparse.Namespace(**{**vars(options), "zones": []})
        start = time.perf_counter()
        run(options.fields[0], 3.0, (70, 150), tiny)
        print(f"That was {time.perf_counter() - start:.1f} s with compilation, or the cache of it.")
    for kind in options.fields:
        for capacity in options.capacity:
            run(kind, capacity, shape, options)


if __name__ == "__main__":
    main()
