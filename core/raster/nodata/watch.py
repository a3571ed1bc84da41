"""What is looked for in every block that is read: values that stand for missing data and were not declared.

    a stock with 90, 50 and -1       ->   Suspects(beyond=True): a stock is never negative
    heights of 310, 2040 and -9999   ->   Suspects(values={-9999}): a usual fill value, at the end of the block

A block's smallest and largest value are known anyway, and a fill value that matters is one of them. So a clean block
costs a few comparisons; where declared nodata hides the end, one more look at the cells beyond the first usual value.
What is found merges to the same in any order. `fill_values` counts it in the whole raster afterwards, and judges.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from ..messages import (
    A_CODE,
    A_DENSITY,
    A_DIRECTION,
    A_STOCK,
    A_TOTAL,
    A_VALUE,
    A_WEIGHT,
    A_WIND_COMPONENT,
)
from .tag import NodataTag

# No quantity has such values: 1e20 and 9.96921e36 of NetCDF, the ends of Float32 and of Float64.
ABSURD = 1e20
# What programs and archives write where there is nothing; WMO, Esri, NetCDF, GDAL, the ends of the integer types, and
# the classes without a value of MODIS's land products, 32761 to 32767 and 65529 to 65535.
USUAL = (
    *(-99.0, -99.9, -99.99, -999.25, -999.0, -999.9, -9999.0, -9999.9, -99999.0, -999999.0, 9999.0, 99999.0, 999999.0),
    *(-32768.0, -32767.0, *map(float, range(32761, 32768)), *map(float, range(65529, 65536))),
    *(-(2.0**31), 1 - 2.0**31, 2.0**31 - 1, 2.0**32 - 1),
)
# In bytes, which mostly hold shares and codes, the ends of the type alone.
USUAL_IN_BYTES = {"u": (255,), "i": (-128, 127)}
FIRST_USUAL = 98.5
FIRST_USUAL_ABOVE = 9998.5


@dataclass(frozen=True)
class Limits:
    """What a quantity's values can be.

    Parameters
    ----------
    what : str
        What messages call a value: a template marked for translation.
    lowest, highest : float
        Values beyond them are an error.
    fill_is_error : bool
        Whether a usual fill value far from all others is an error, and no warning.
    signed : bool
        Negative values are possible: where -1 or another whole number is the only one, it is told.
    often_signed : bool
        They are as usual as others: such a number is told where it lies far from the others, too.
    negative_is_none : bool
        Negative values count as 0, which is told elsewhere.
    watched : bool
        Whether values are looked at at all.
    rivals : tuple of int
        Codes that say the same in two editions of a legend: beside the others, the first is a fill value.
    """

    what: str
    lowest: float = -np.inf
    highest: float = np.inf
    fill_is_error: bool = True
    signed: bool = False
    often_signed: bool = False
    negative_is_none: bool = False
    watched: bool = True
    rivals: tuple[int, ...] = ()


class Quantity(Enum):
    """What a band's values are, and so what they can be."""

    CONTINUOUS = Limits(A_VALUE, fill_is_error=False, signed=True, often_signed=True)
    # Codes, and rasters whose values do not matter.
    CATEGORY = Limits(A_CODE, watched=False)
    # Water is 0 in MCD12C1 and 17 in MCD12Q1.
    IGBP_CODE = Limits(A_CODE, rivals=(0, 17))
    TOTAL = Limits(A_TOTAL, fill_is_error=False, signed=True)
    WEIGHT = Limits(A_WEIGHT, negative_is_none=True)
    # Rounding may leave a hair below 0.
    STOCK = Limits(A_STOCK, lowest=-1e-6)
    # t/ha of emission or uptake; what a negative one means is the tools' to say.
    DENSITY = Limits(A_DENSITY, signed=True)
    # m/s, km/h or knots: no wind is as strong.
    WIND_COMPONENT = Limits(A_WIND_COMPONENT, lowest=-500.0, highest=500.0)
    # Degrees; those beyond a circle are refused where they are used.
    DIRECTION = Limits(A_DIRECTION)

    @property
    def limits(self) -> Limits:
        """What its values can be."""
        return self.value


@dataclass(frozen=True)
class Suspects:
    """What was found in some blocks of one band.

    Parameters
    ----------
    values : frozenset of float or int
        Usual fill values that were the smallest or largest of a block, as stored; of signed amounts also negative
        whole numbers that were the smallest of a block.
    beyond : bool
        Whether there are values that the quantity cannot have.
    """

    values: frozenset[float] = frozenset()
    beyond: bool = False

    def __bool__(self) -> bool:
        """Return whether there is anything."""
        return bool(self.values) or self.beyond

    def merge(self, other: Suspects) -> Suspects:
        """Return the union of both.

        Parameters
        ----------
        other : Suspects
            Of other blocks of the band.

        Returns
        -------
        Suspects
        """
        return Suspects(self.values | other.values, self.beyond or other.beyond)


def usual_values(dtype: np.dtype, *, fitted: bool = False) -> np.ndarray:
    """Return the usual fill values that a type can hold.

    Parameters
    ----------
    dtype : numpy.dtype
    fitted : bool
        Whether scale and offset bring the data's range to that of the type: its ends are then data.

    Returns
    -------
    (n,) array of the type, ascending
    """
    if dtype.kind == "f":
        with np.errstate(over="ignore"):
            return np.unique(np.array(USUAL).astype(dtype))
    limits = np.iinfo(dtype)
    if dtype.itemsize == 1:
        return np.array([] if fitted else USUAL_IN_BYTES[dtype.kind], dtype)
    whole = [int(value) for value in USUAL if value == int(value)]
    # NetCDF's fill value of a signed type is the smallest but one, of 8 bytes the smallest but two.
    ends = [limits.max] if limits.min == 0 else [limits.min, limits.min + 1, limits.max]
    ends += [limits.min + 2] if dtype.itemsize == 8 and limits.min else []
    if fitted:
        whole, ends = [value for value in whole if value not in (*ends, limits.max - 1)], []
    return np.unique(np.array([value for value in (*whole, *ends) if limits.min <= value <= limits.max], dtype))


class FillWatch:
    """Looks at the blocks of one band as they are read; for one thread.

    Parameters
    ----------
    quantity : Quantity
    dtype : numpy.dtype
        Of the stored values.
    scale, offset : float
        What turns a stored value into the quantity's.
    has_nodata : bool
        Whether the band declares a nodata value. Whole numbers with an offset and one are fitted to the type: the
        smallest and largest value of a NetCDF of shorts are its ends, and no fill values.
    """

    def __init__(
        self,
        quantity: Quantity,
        dtype: np.dtype,
        scale: float = 1.0,
        offset: float = 0.0,
        *,
        has_nodata: bool = False,
    ) -> None:
        self.limits = quantity.limits
        self.usual = usual_values(dtype, fitted=has_nodata and bool(offset) and dtype.kind != "f")
        self._usual = frozenset(self.usual.tolist())
        ends = sorted(((self.limits.lowest - offset) / scale, (self.limits.highest - offset) / scale))
        self.lowest, self.highest = ends
        small = dtype.kind != "f" and dtype.itemsize == 1
        below, above = (-127.5, 126.5 if dtype.kind == "i" else 254.5) if small else (-FIRST_USUAL, FIRST_USUAL_ABOVE)
        if self.limits.signed:
            below = -0.5
        if self.limits.negative_is_none:
            below = -np.inf
        self._below, self._above = max(below, self.lowest), min(above, self.highest)
        if dtype.kind != "f":
            # Whole numbers, so that integers are compared as such.
            self._below = self._below if np.isinf(self._below) else int(np.ceil(self._below))
            self._above = self._above if np.isinf(self._above) else int(np.floor(self._above))
        self._values: set[float] = set()
        self._beyond = False

    def inspect(
        self,
        stored: np.ndarray,
        mask: np.ndarray | None,
        extremes: tuple[Any, Any],
        tag: NodataTag | None,
        *,
        by_tag_alone: bool,
    ) -> None:
        """Look at a block.

        Parameters
        ----------
        stored : array of any shape
        mask : bool array of the same shape, optional
            Where there is no data.
        extremes : (low, high) numpy scalars
            Of all cells, masked ones too; nan where there is a nan.
        tag : NodataTag, optional
        by_tag_alone : bool
            Whether nothing but the tag and nan is masked.
        """
        low, high = extremes
        if self.limits.rivals:
            self._inspect_codes(stored, mask)
            return
        if not low >= self._below:
            if mask is not None and not (by_tag_alone and low == low and (tag is None or not tag.holds(low))):
                low = _end_of(stored, mask, stored < self._below, np.min)
            self._note(low)
        if not high <= self._above:
            if mask is not None and not (by_tag_alone and high == high and (tag is None or not tag.holds(high))):
                high = _end_of(stored, mask, stored > self._above, np.max)
            self._note(high)

    def _inspect_codes(self, stored: np.ndarray, mask: np.ndarray | None) -> None:
        for code in self.limits.rivals:
            found = stored == code
            if found.any() if mask is None else (found & ~mask).any():
                self._values.add(code)

    def _note(self, value: Any) -> None:
        if value is None or value != value:
            return
        plain = value.item()
        if plain in self._usual or abs(plain) >= ABSURD or self._may_be_only_negative(plain):
            self._values.add(plain)
        self._beyond = self._beyond or not self.lowest <= plain <= self.highest

    def _may_be_only_negative(self, value: float) -> bool:
        return self.limits.signed and value < 0 and value == int(value)

    def take(self) -> Suspects:
        """Return what was found since the last time.

        Returns
        -------
        Suspects
        """
        found = Suspects(frozenset(self._values), self._beyond)
        self._values.clear()
        self._beyond = False
        return found


def _end_of(stored: np.ndarray, mask: np.ndarray, outlying: np.ndarray, end: Any) -> Any:
    """Return the smallest or largest valid one of the outlying values, None where all of them are masked."""
    np.greater(outlying, mask, out=outlying)  # for booleans, a > b is a and not b
    return end(stored[outlying]) if outlying.any() else None
