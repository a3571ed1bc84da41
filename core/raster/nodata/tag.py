"""Which stored values a band's nodata tag means: what GDAL's own mask hides, and what prints as the tag does.

    tag -3.40282e+38, Float32 cells -3.4028235e+38 and 90   ->   the first is missing

Tags are written with six digits, pixels with all of theirs, so equality of bits is not enough. GDAL compares floats as

    |a - b| < 2 eps |a + b|,   eps = 2^-23, the machine epsilon of Float32, whatever the type

in the type's own arithmetic. Near the ends of the type a + b overflows: all values beyond some 1e31 equal a tag of
3.4e38 in Float32. Of an integer band the tag's fraction is cut off. Two things are added to what GDAL does: tags of
1e30 and more match what agrees in six digits, in Float64 as well; and a tag beyond the ends of Float32 stands for the
end itself, which is what such a value becomes in it.

These are closed intervals around the tag. So a block's smallest and largest value mostly tell that it has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

# From here on no quantity has values: a tag is compared by its first six digits.
FAR_BEYOND_DATA = 1e30
SIX_DIGITS = 2e-6


@dataclass(frozen=True)
class NodataTag:
    """The values that a tag stands for.

    Parameters
    ----------
    low, high : numpy scalar of the band's type
        Both stand for nodata, and what lies between them.
    """

    low: Any
    high: Any

    @classmethod
    def of(cls, dtype: np.dtype, tag: float | int | None) -> NodataTag | None:
        """Return what a band's tag stands for.

        Parameters
        ----------
        dtype : numpy.dtype
            That of the stored values.
        tag : float or int, optional
            As GDAL gives it.

        Returns
        -------
        NodataTag
            None when no value of the type equals it. NaN is always missing and needs no tag.
        """
        return None if tag is None or np.isnan(tag) else cls._found(dtype, tag)

    @classmethod
    @lru_cache(maxsize=256)
    def _found(cls, dtype: np.dtype, tag: float | int) -> NodataTag | None:
        """Look for the ends once: the bands of a year of hours all have the same tag."""
        kind = dtype.type
        if dtype.kind != "f":
            limits = np.iinfo(dtype)
            # GDAL cuts the fraction off, so that 3.5 hides the 3 of an integer band.
            return cls(kind(int(tag)), kind(int(tag))) if limits.min <= tag <= limits.max else None
        largest = np.finfo(dtype).max
        with np.errstate(over="ignore"):
            stored = kind(tag)
        if np.isinf(stored):
            low, high = (largest if dtype.itemsize < 8 else abs(stored)), abs(stored)
        else:
            low, high = _interval(abs(stored), largest)
            if abs(tag) >= FAR_BEYOND_DATA:
                low = min(low, kind(abs(tag) * (1 - SIX_DIGITS)))
                high = max(high, kind(min(abs(tag) * (1 + SIX_DIGITS), float(largest))))
        return cls(-high, -low) if stored < 0 else cls(low, high)

    def holds(self, value: Any) -> bool:
        """Return whether one value is nodata.

        Parameters
        ----------
        value : numpy scalar of the band's type

        Returns
        -------
        bool
        """
        return bool(self.low <= value <= self.high)

    def mask(self, values: np.ndarray, low: Any, high: Any) -> np.ndarray | None:
        """Return where nodata is.

        Parameters
        ----------
        values : array of the band's type, any shape
        low, high : numpy scalar
            Its smallest and largest value, both nan when it holds any nan.

        Returns
        -------
        bool array of the same shape
            None when nodata is nowhere.
        """
        if self.high < low or self.low > high:
            return None
        # Mostly nodata is the smallest value, and one comparison is enough.
        if low >= self.low:
            return values <= self.high
        if high <= self.high:
            return values >= self.low
        return (values >= self.low) & (values <= self.high)


def _interval(tag: Any, largest: Any) -> tuple[Any, Any]:
    """Return the smallest and the largest float that GDAL takes for a tag of 0 or more, both of its type."""
    kind = type(tag)
    whole = np.dtype(f"i{tag.dtype.itemsize}").type
    two_eps = kind(2 * np.finfo(np.float32).eps)

    def equals(bits: int) -> bool:
        value = whole(bits).view(kind)
        with np.errstate(over="ignore"):
            return bool(value == tag or abs(value - tag) < two_eps * abs(value + tag))

    # Floats of one sign are in the order of their bits.
    here = int(tag.view(whole))
    below = here - _reach(lambda step: equals(here - step), here)
    above = here + _reach(lambda step: equals(here + step), int(largest.view(whole)) - here)
    return whole(below).view(kind), whole(above).view(kind)


def _reach(holds: Callable[[int], bool], most: int) -> int:
    """Return the largest step up to `most` to which `holds` without a gap."""
    step = 1
    while step <= most and holds(step):
        step *= 2
    good, bad = step // 2, min(step, most + 1)
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if holds(middle) else (good, middle)
    return good
