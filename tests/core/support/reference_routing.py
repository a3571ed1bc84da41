"""Routing by brute force, in plain loops: the yardstick for `core.routing`. Shares no code with it.

Carbon is moved hop by hop: what is in the air over a cell first fills the cell's spare capacity, what
exceeds it goes to the neighbours. Nothing is solved, ordered or accelerated.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np

STEPS = [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)]  # (east, north), clockwise from N


def shares_of(direction, dx, dy, one=False):
    """Return {(east, north): share} for wind from `direction` over cells of dx by dy metres; {} when calm."""
    if math.isnan(direction):
        return {}
    to = math.radians(direction + 180)
    ahead = (math.sin(to), math.cos(to))
    around = []
    for east, north in STEPS:
        vector = (east * dx, north * dy)
        cross = ahead[0] * vector[1] - ahead[1] * vector[0]  # > 0: anticlockwise of the wind
        dot = ahead[0] * vector[0] + ahead[1] * vector[1]
        around.append((math.atan2(-cross, dot), (east, north), vector, cross))
    clockwise = min((a for a in around if a[0] >= -1e-12), key=lambda a: a[0])
    anticlockwise = max((a for a in around if a[0] < -1e-12), key=lambda a: a[0])
    if one:
        return {(clockwise if clockwise[0] <= -anticlockwise[0] + 1e-11 else anticlockwise)[1]: 1.0}
    # a * one + b * other parallel to the wind: a * cross(one) + b * cross(other) = 0, a + b = 1
    share = clockwise[3] / (clockwise[3] - anticlockwise[3])
    shares = {anticlockwise[1]: share, clockwise[1]: 1 - share}
    return {step: share for step, share in shares.items() if share > 1e-10}


def rose_of(frequencies, dx, dy, rotation=0.0):
    """Return {(east, north): share} for 16 sector frequencies."""
    total = sum(frequencies[:16])
    result = {}
    for sector in range(16):
        if frequencies[sector] > 0:
            for step, share in shares_of(sector * 22.5 + rotation, dx, dy).items():
                result[step] = result.get(step, 0.0) + share * frequencies[sector] / total
    return result


def outside_and_gaps(valid):
    """Return (outside, gaps): invalid cells that edges link to the border, and those they do not."""
    rows, cols = valid.shape
    outside = np.zeros_like(valid)
    queue = deque(
        (r, c)
        for r in range(rows)
        for c in range(cols)
        if (r in (0, rows - 1) or c in (0, cols - 1)) and not valid[r, c]
    )
    for r, c in queue:
        outside[r, c] = True
    while queue:
        r, c = queue.popleft()
        for a, b in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)):
            if 0 <= a < rows and 0 <= b < cols and not valid[a, b] and not outside[a, b]:
                outside[a, b] = True
                queue.append((a, b))
    return outside, ~valid & ~outside


def moves_of(shares, dx, dy, valid, decay=None, gaps_lost=False):
    """Return {cell: [(target, weight)]} for each cell; target a cell or a word; shares: {cell: {step: share}}.

    Gap cells without shares of their own take those of the nearest cell that has some, ring by ring.
    """
    rows, cols = valid.shape
    _, gaps = outside_and_gaps(valid)
    member = valid.copy() if gaps_lost else valid | gaps
    wind = {cell: s for cell, s in shares.items() if s}
    if not gaps_lost and wind:
        known = dict(wind)
        while any(gaps[r, c] and (r, c) not in known for r in range(rows) for c in range(cols)):
            ring = {}
            for r in range(rows):
                for c in range(cols):
                    if (r, c) not in known:
                        for east, north in STEPS:
                            if (r - north, c + east) in known:
                                ring[r, c] = known[r - north, c + east]
                                break
            known.update(ring)
        wind.update({cell: s for cell, s in known.items() if gaps[cell]})
    moves = {}
    for r in range(rows):
        for c in range(cols):
            if not member[r, c]:
                continue
            moves[r, c] = []
            for (east, north), share in wind.get((r, c), {}).items():
                target = (r - north, c + east)
                arriving = 1.0 if decay is None else math.exp(-math.hypot(east * dx, north * dy) / decay)
                inside = 0 <= target[0] < rows and 0 <= target[1] < cols
                if not inside or not member[target]:
                    target = "gaps" if inside and gaps[target] else "exported"
                moves[r, c] += [(target, share * arriving), ("dispersed", share * (1 - arriving))]
    return moves


def simulate(emission, capacity, valid, moves, hops=4000):
    """Return a dict of accounts and arrays (absorbed, flux) after moving carbon `hops` times."""
    room = np.where(valid, capacity, 0.0)
    air = {cell: (float(emission[cell]) if valid[cell] else 0.0) for cell in moves}
    absorbed, flux = np.zeros(valid.shape), np.zeros(valid.shape)
    accounts = dict.fromkeys(("exported", "gaps", "dispersed", "calm", "trapped"), 0.0)
    for _ in range(hops):
        coming = dict.fromkeys(moves, 0.0)
        for cell, amount in air.items():
            if amount <= 0:
                continue
            taken = min(amount, room[cell])
            room[cell] -= taken
            absorbed[cell] += taken
            outflow = amount - taken
            if not moves[cell]:
                accounts["calm"] += outflow
                continue
            flux[cell] += outflow
            for target, weight in moves[cell]:
                if isinstance(target, str):
                    accounts[target] += outflow * weight
                else:
                    coming[target] += outflow * weight
        air = coming
        if sum(air.values()) < 1e-14 * max(1e-300, float(emission.sum())):
            break
    accounts["trapped"] = sum(air.values())
    return accounts, absorbed, flux
