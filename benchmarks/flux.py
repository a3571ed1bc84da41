"""Is a routed flux right? The law of every cell, checked with its eight neighbours; no routing is done here.

    flux(i) = max(0, source(i) + sum over neighbours j of share(j -> i) * flux(j) - room(i))

with room = 0 for plain accumulation. The generated winds have no cycles, and then only one raster fulfils the law in
every cell: whoever fulfils it has routed rightly. Shares by kind:

    d8     all to the neighbour that d8.tif names; descent: that descent_d8.tif names
    two    between the axis and the diagonal that bracket the bearing, `theta` from the axis: tan(theta) to the
           diagonal, so that the mean step is parallel to the bearing
    dinf   the same neighbours, theta / 45 degrees to the diagonal (Tarboton 1997, DOI 10.1029/96WR03137)
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

# (rows down, columns right) of bearings 0, 45 ... 315.
STEPS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
DIRECTIONS = {"d8": "d8.tif", "descent": "descent_d8.tif"}
# Float32 holds a flux to 6e-8; a sum of three of them and of the cell's own numbers to a few times that.
RELATIVE = 1e-6
ABSOLUTE = 1e-4


def shares(kind: str, inputs: Path, read, row: int, rows: int) -> list[np.ndarray]:
    """Share of each cell's flux that goes by each of `STEPS`."""
    if kind in DIRECTIONS:
        codes = read(inputs / DIRECTIONS[kind], row, rows).data
        return [(codes == (1 << (number - 2) % 8)).astype(np.float64) for number in range(8)]
    bearing = (read(inputs / "wind.tif", row, rows).data.astype(np.float64) + 180.0) % 360.0
    octant = np.floor(bearing / 45.0).astype(np.intp) % 8
    beyond = bearing - 45.0 * octant
    theta = np.where(octant % 2 == 0, beyond, 45.0 - beyond)
    diagonal = np.tan(np.radians(theta)) if kind == "two" else theta / 45.0
    axis_of = np.where(octant % 2 == 0, octant, (octant + 1) % 8)
    diagonal_of = np.where(octant % 2 == 0, octant + 1, octant)
    return [
        np.where(axis_of == number, 1.0 - diagonal, 0.0) + np.where(diagonal_of == number, diagonal, 0.0)
        for number in range(8)
    ]


def compare_flux(
    kind: str, uptake: bool, margin: int, inputs: Path, path: Path, read, size: tuple[int, int], tasks
) -> dict:
    """Check the law in every cell but `margin` ones at the border; `read` and `tasks` are `benchmarks.compare`'s."""

    def strip(task: tuple[int, int]) -> tuple[int, float]:
        row, rows = task
        top, bottom = max(0, row - 1), min(size[0], row + rows + 1)
        flux = read(path, top, bottom - top).filled(np.nan).astype(np.float64)
        total = read(inputs / "source.tif", row, rows).data.astype(np.float64)
        for (down, right), share in zip(STEPS, shares(kind, inputs, read, top, bottom - top)):
            arriving = np.pad(share * flux, 1)
            # Padded once more where the strip lies inside: row 0 of `flux` is row `top`.
            first = row - top + 1 - down
            total += arriving[first : first + rows, 1 - right : 1 - right + size[1]]
        wanted = total
        if uptake:
            wanted = np.maximum(0.0, total - read(inputs / "room.tif", row, rows).data)
        off = np.abs(flux[row - top : row - top + rows] - wanted)
        wrong = ~(off <= RELATIVE * total + ABSOLUTE)
        inner = np.zeros(off.shape, dtype=bool)
        inner[max(0, margin - row) : max(0, size[0] - margin - row), margin : size[1] - margin] = True
        wrong, off = wrong & inner, np.where(inner, off, 0.0)
        return int(wrong.sum()), float(np.nanmax(off / np.maximum(total, 1.0)))

    wrong, worst = 0, 0.0
    with ThreadPoolExecutor(2) as pool:
        for count, off in pool.map(strip, tasks):
            wrong, worst = wrong + count, max(worst, off)
    told = f"the law of every cell holds to {worst:.1g}" if not wrong else f"{wrong} cells break the law"
    return {"ok": not wrong, "found": told}
