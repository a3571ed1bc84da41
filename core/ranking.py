"""The ranking table: which layer goes with the target most closely.

    target y, r(y, a) = -0.8, r(y, b) = 0.3   ->   rank 1 a -0.8, rank 2 b 0.3

Layers rank by |r|; the sign stays in r. Layers without r come last, without a rank.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from .correlation import Correlation, known
from .significance import Significance


def rank(
    correlation: Correlation,
    target: int = 0,
    tests: Sequence[Significance | None] | None = None,
    eta2: Mapping[str, float] | None = None,
) -> list[dict[str, object]]:
    """Return rows with the columns rank, layer, r, n, n_effective, p, eta2; None where there is no value.

    `tests` are from `significance`, one per layer; `eta2` is eta squared by the names of the categorical layers.
    """
    names, r = correlation.names, correlation.r[target]
    others = [layer for layer in range(len(names)) if layer != target]
    order = sorted(others, key=lambda layer: math.inf if math.isnan(r[layer]) else -abs(r[layer]))
    rows: list[dict[str, object]] = []
    for place, layer in enumerate(order, start=1):
        test = tests[layer] if tests is not None else None
        rows.append(
            {
                "rank": None if math.isnan(r[layer]) else place,
                "layer": names[layer],
                "r": known(r[layer]),
                "n": int(correlation.n[target, layer]),
                "n_effective": known(test.n_effective) if test else None,
                "p": known(test.p) if test else None,
                "eta2": known(eta2[names[layer]]) if eta2 and names[layer] in eta2 else None,
            }
        )
    return rows
