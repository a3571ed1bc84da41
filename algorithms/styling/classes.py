"""Values of a raster -> classes of a legend: upper bounds and labels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...core.raster.legend_breaks import decade_breaks, share_breaks, symmetric_breaks
from .kinds import RasterStyle, Scale
from .words import RATIO_BREAKS, number, range_labels, ratio_labels, sector_words, with_unit

# Not more different values than this are named one by one.
NAMED_VALUES = 8
FIFTHS = (0.2, 0.4, 0.6, 0.8)
SECTOR = 45.0


@dataclass(frozen=True)
class Sample:
    """Valid values of a raster, float64 (n,), finite; `complete` when no cell was left out."""

    values: np.ndarray
    complete: bool


@dataclass(frozen=True)
class Classes:
    """Classes from low to high: `uppers` belong to them, the last is infinite; `clear`: the first is transparent."""

    uppers: tuple[float, ...]
    labels: tuple[str, ...]
    clear: bool = False


def classes_of(look: RasterStyle, sample: Sample, unit: str, decades: Sequence[float] = ()) -> Classes:
    """Return the classes for a scale; `unit` in the user's language. Any sample will do, an empty one too.

    `decades`: the breaks of a scale by powers of ten where the raster's record has them.
    """
    values = sample.values
    if look.scale is Scale.RATIO:
        return _bounded(RATIO_BREAKS, ratio_labels())
    if look.scale is Scale.FIFTHS:
        ends = ("0", *(number(value) for value in FIFTHS), "1")
        return _bounded(FIFTHS, [f"{low} – {high}" for low, high in zip(ends[:-1], ends[1:])])
    if look.scale is Scale.DIRECTION:
        return _sectors()
    if look.scale in (Scale.SIGNED, Scale.CHANGE):
        positive = symmetric_breaks(values)
        middle = [0.0] if look.scale is Scale.SIGNED else []
        breaks = [*(-value for value in reversed(positive)), *middle, *positive]
        return _bounded(breaks, range_labels(breaks, unit))
    if look.scale is Scale.DECADES:
        return _above_zero(list(decades) or decade_breaks(values), unit)
    if look.scale is Scale.POSITIVE:
        return _above_zero(share_breaks(values[values > 0]), unit)
    return _sequential(sample, unit)


def _sequential(sample: Sample, unit: str) -> Classes:
    distinct = np.unique(sample.values)
    if sample.complete and len(distinct) <= NAMED_VALUES:
        between = (distinct[:-1] + distinct[1:]) / 2
        labels = [with_unit(number(value), unit) for value in distinct] or [unit]
        return _bounded(between.tolist(), labels)
    breaks = share_breaks(sample.values)
    return _bounded(breaks, range_labels(breaks, unit, bool(sample.values.min(initial=0.0) >= 0)))


def _above_zero(breaks: list[float], unit: str) -> Classes:
    labels = range_labels([0.0, *breaks], unit, from_zero=True)
    return Classes((0.0, *breaks, math.inf), tuple(labels), clear=True)


def _sectors() -> Classes:
    words = sector_words()
    uppers = [SECTOR / 2 + SECTOR * place for place in range(len(words))]
    edges = (0.0, *uppers, 360.0)
    labels = [f"{word}, {low:g}° – {high:g}°" for word, low, high in zip([*words, words[0]], edges[:-1], edges[1:])]
    return _bounded(uppers, labels)


def _bounded(breaks: list[float] | tuple[float, ...], labels: list[str]) -> Classes:
    return Classes((*breaks, math.inf), tuple(labels))
