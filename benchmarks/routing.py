"""Time and memory of routing, on generated fields of 3000 x 1400 cells (or FACTOR times that in each direction).

    python benchmarks/routing.py [--fields abcdr] [--factor 1.0] [--zones 19 2800]

Fields: a mean wind with gentle turning; b angle noise of 180 degrees at 100-cell scale (continuous: no cycles);
c 25 vortices with a weak mean wind; d winds that meet along lines (opposing winds: long components);
v an array of 25 closed vortices and w a random stream function (components of millions of cells); r wind rose.
Each with plenty of capacity (300 t/ha on vegetated cells), little (3) and hardly any (0.3). Cells are 1 km; emission
is about 16 t/ha, 146.63 on the 3 % built-up cells, whose capacity is a tenth.
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
    origin_destination,
    route,
)

FULL = (1400, 3000)


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


def direction(kind, shape):
    rng = np.random.default_rng(1)
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


def rose(shape):
    """Two monsoon directions that turn over the grid, 9 % calm."""
    main = np.radians(direction("a", shape))
    bands = np.empty((17, *shape), np.float32)
    for sector in range(16):
        at = np.radians(22.5 * sector)
        bands[sector] = np.exp(2 * np.cos(at - main) + 1.2 * np.cos(at - main - 2.5))
    bands[:16] /= bands[:16].sum(axis=0) * 1.1
    bands[16] = 1 - bands[:16].sum(axis=0)
    return bands


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fields", default="abcdvwr")
    parser.add_argument("--factor", type=float, default=1.0)
    parser.add_argument("--capacity", type=float, nargs="*", default=[300, 3, 0.3])
    parser.add_argument("--zones", type=int, nargs="*", default=[])
    options = parser.parse_args()
    shape = tuple(int(n * options.factor) for n in FULL)
    rng = np.random.default_rng(2)
    built = smooth(shape, 8, rng) > 1.88
    emission = np.where(built, 146.63, rng.uniform(9, 23.4, shape)) * 100
    room = rng.uniform(0.5, 1.5, shape) * np.where(built, 10, 100)
    near = Neighbourhood.of(*shape, 1000.0, 1000.0)
    valid = np.ones(shape, bool)
    print(f"{shape[0] * shape[1]:,} cells; seconds for shares, graph, route; bytes per cell at the process's peak")
    for kind in options.fields:
        wind = rose(shape) if kind == "r" else direction(kind, shape).astype(np.float32)
        for capacity in options.capacity:
            times, cpu = [time.perf_counter()], time.process_time()
            transport = from_rose(lambda a, b, w=wind: w[:, a:b], near) if kind == "r" else from_direction(wind, near)
            times.append(time.perf_counter())
            graph = build_graph(transport, valid)
            times.append(time.perf_counter())
            routed = route(emission, room * capacity, graph)
            times.append(time.perf_counter())
            cpu = time.process_time() - cpu
            spent = " ".join(f"{t:6.2f}" for t in np.diff(times))
            accounts = routed.accounts
            print(
                f"{kind} {capacity:6.1f} t/ha: {spent}  total {times[-1] - times[0]:6.2f} s, CPU {cpu:6.2f} s  "
                f"exported {accounts.exported / accounts.emission:.3f} trapped {accounts.trapped / accounts.emission:.3f}"  # noqa: E501
                f"  balance {accounts.balance_error:.0e}  {peak() / emission.size:5.0f} B/cell",
                flush=True,
            )
            for zones in options.zones:
                high = int((zones * shape[0] / shape[1]) ** 0.5) + 1
                wide = -(-zones // high)
                row, col = np.indices(shape, sparse=True)
                zone = np.minimum(row * high // shape[0] * wide + col * wide // shape[1], zones - 1)
                start = time.perf_counter()
                flows = origin_destination(emission, routed, graph, zone, zones)
                print(f"    {zones} zones: {time.perf_counter() - start:.2f} s, {flows.amount.size} flows", flush=True)
            if options.zones:
                start = time.perf_counter()
                found = flow_network(routed, graph)
                print(f"    network: {time.perf_counter() - start:.2f} s, {len(found.lines)} lines", flush=True)


if __name__ == "__main__":
    main()
