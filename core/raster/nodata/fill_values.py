"""Fill values that nobody declared: counted in the whole raster, and told or refused.

    a population of 0 to 5200 with -99999 in 318 cells     ->   a warning that names value, cells and cure
    a stock with -1 in one cell                            ->   an error: a stock is never negative

A usual fill value (`watch.USUAL`, and whatever exceeds 1e20) is taken for one when it lies outside all other values of
the raster, and

- further from the nearest of them than they lie apart, or
- more than twice as far from 0 as any of its sign, which for a negative one holds when all others are 0 or more.

Of codes of which a legend has one or the other (`watch.Limits.rivals`), the first is told where both are there.
So neither depths down to -10 500 m nor 32767 at the end of a scale that is used are told. Of amounts that may be
negative, -1 or another whole number is told where it is the only negative value; of other quantities (heights,
temperatures) where it is far from all others besides (`Counts.is_odd`). 255 beside nothing but 0 is a mask: a warning.
Where a quantity cannot be what the
fill value is, that is an error; where it could be data, a warning. Values that the quantity cannot have at all
(`watch.Limits`) are an error.

Blocks are watched while they are read (`watch`). Only a raster with suspects is read once more here, to count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ...errors import RasterError
from ...phrases import Phrase
from ...progress import Progress
from ..messages import IMPOSSIBLE_VALUES, UNDECLARED_NODATA
from ..sources import Band, BandReader, Window
from .watch import ABSURD, USUAL, USUAL_IN_BYTES, FillWatch, Suspects, usual_values

# In any type.
USUAL_EVER = frozenset(
    value for name in ("f4", "f8", "i2", "i4", "i8") for value in usual_values(np.dtype(name)).tolist()
) | frozenset(USUAL)
COUNTED_CELLS = 1 << 22
COUNTED_ROWS = 512


@dataclass
class Counts:
    """What a raster holds, as stored.

    Parameters
    ----------
    fills : Counter
        Cells of each usual fill value.
    low, high : float, optional
        Ends of all other values; None when there are none.
    beyond : int
        Cells whose value the quantity cannot have.
    worst : float, optional
        The one that most of these cells have, or of several the furthest from 0.
    """

    fills: Counter[float] = field(default_factory=Counter)
    low: float | None = None
    high: float | None = None
    beyond: int = 0
    worst: float | None = None

    def is_far(self, value: float) -> bool:
        """Return whether a value lies far from all others, by the rule above.

        Parameters
        ----------
        value : float

        Returns
        -------
        bool
        """
        if self.low is None or self.high is None:
            return value < 0 or abs(value) >= ABSURD
        gap = max(self.low - value, value - self.high)
        if gap <= 0:
            return False
        nearest = min(self.low, 0.0) if value < 0 else max(self.high, 0.0)
        return gap > self.high - self.low or abs(value) > 2 * abs(nearest)

    def is_odd(self, value: float) -> bool:
        """Return whether the only negative value is none of a quantity that is often negative.

        Parameters
        ----------
        value : float or int
            A whole number, as stored.

        Returns
        -------
        bool
            True when it is further from the others than they lie apart (-1 and shares), or when it is a fraction's
            type of number and a tenth of the others at most (-1 and carbon stocks); -1 of signs -1, 0, 1 is neither.
        """
        if self.low is None or self.high is None:
            return False
        apart = self.low - value > self.high - self.low
        return apart or (isinstance(value, float) and self.high >= -10 * value)


def count_fill_values(
    band: Band,
    window: Window | None = None,
    progress: Progress | None = None,
    *,
    also: Collection[float] = (),
) -> Counts:
    """Read a band and count usual fill values and values that its quantity cannot have.

    Parameters
    ----------
    band : Band
    window : Window, optional
        The part of the raster that counts; by default all of it.
    progress : Progress, optional
    also : collection of float
        What counts as a fill value besides the usual ones.

    Returns
    -------
    Counts
    """
    grid = band.grid
    window = window or Window(0, 0, grid.rows, grid.cols)
    reader = BandReader(band)
    progress = progress or Progress()
    counts = Counts()
    unusable: Counter[float] = Counter()
    cols = max(1, min(window.cols, COUNTED_CELLS // COUNTED_ROWS))
    for row in range(window.row, window.row + window.rows, COUNTED_ROWS):
        for col in range(window.col, window.col + window.cols, cols):
            progress.check()
            height, width = min(COUNTED_ROWS, window.row + window.rows - row), min(cols, window.col + window.cols - col)
            values, valid = _valid(reader, Window(row, col, height, width))
            _add(counts, unusable, values[valid], reader.watch, also)
    if unusable:
        counts.worst = max(unusable, key=lambda value: (unusable[value], abs(value)))
    return counts


def _valid(reader: BandReader, window: Window) -> tuple[np.ndarray, np.ndarray]:
    """Return the stored values of a window, and where they are data."""
    valid = ~np.ma.getmaskarray(reader.read(window))
    return reader.stored(window)[0], valid


def _add(
    counts: Counts, unusable: Counter[float], values: np.ndarray, watch: FillWatch | None, also: Collection[float]
) -> None:
    """Add the valid values of a window."""
    if watch is None or not values.size:
        return
    if watch.limits.rivals:
        counts.fills.update(values[values == watch.limits.rivals[0]].tolist())
        return
    is_fill = np.isin(values, watch.usual) | (np.abs(values.astype(np.float64)) >= ABSURD)
    for value in also:
        is_fill |= values == value
    counts.fills.update(values[is_fill].tolist())
    others = values[~is_fill]
    if others.size:
        low, high = others.min().item(), others.max().item()
        counts.low = low if counts.low is None else min(counts.low, low)
        counts.high = high if counts.high is None else max(counts.high, high)
    impossible, sizes = np.unique(values[(values < watch.lowest) | (values > watch.highest)], return_counts=True)
    if impossible.size:
        counts.beyond += int(sizes.sum())
        unusable[impossible[sizes.argmax()].item()] += int(sizes.max())


def report_fill_values(
    band: Band, suspects: Suspects, window: Window | None, progress: Progress, *, as_error: bool = False
) -> None:
    """Count what was suspected in a band; refuse what cannot be, warn of what could be data. Once a run.

    Parameters
    ----------
    band : Band
    suspects : Suspects
        Of all blocks that were read.
    window : Window, optional
        The part that was read; None for all.
    progress : Progress
    as_error : bool
        Whether what could be data is an error, too: where it made a result too large.

    Raises
    ------
    RasterError
        When the quantity cannot have such values.
    """
    limits = band.quantity.limits
    negative, suspects = _only_negative(suspects)
    if limits.rivals and not suspects.values.issuperset(limits.rivals):
        return
    if not suspects or not progress.first_time(("fill values", band.content)):
        return
    counts = count_fill_values(band, window, progress, also=negative)
    if limits.rivals:
        _warn_of_rivals(band, counts, progress)
        return
    named = {"raster": band.name, "what": Phrase(limits.what), "file": _file(band)}
    if counts.beyond and counts.worst is not None:
        raise RasterError(IMPOSSIBLE_VALUES, count=counts.beyond, value=_text(counts.worst), **named)
    for value in sorted(counts.fills):
        count, text = counts.fills[value], _text(value)
        ends = {"low": "none", "high": "none"} if counts.low is None else _ends(counts)
        if value in negative:
            lonely = counts.low is None or counts.low >= 0
            if lonely and (counts.is_odd(value) or not limits.often_signed):
                progress.warning(
                    f"Raster {band.name} holds {text} in {count} cells and no other negative value: they are taken as "
                    f"data. If {text} stands for missing data, {_cure(text, band)}"
                )
            continue
        if not counts.is_far(value) or (limits.negative_is_none and value < 0):
            continue
        is_mask = value == USUAL_IN_BYTES["u"][0] and counts.low == counts.high == 0
        if as_error or (limits.fill_is_error and not is_mask):
            raise RasterError(UNDECLARED_NODATA, count=count, value=text, **ends, **named)
        progress.warning(
            f"Raster {band.name} holds {text} in {count} cells, far from all its other values ({ends['low']} to "
            f"{ends['high']}), and does not declare it as nodata: they are taken as data. If {text} stands for missing "
            f"data, {_cure(text, band)}"
        )


def _only_negative(suspects: Suspects) -> tuple[frozenset[float], Suspects]:
    """Return the only negative value that is not usual, and the suspects without such where they are several."""
    unusual = {value for value in suspects.values if value < 0 and value > -ABSURD and value not in USUAL_EVER}
    if len(unusual) > 1:
        return frozenset(), Suspects(suspects.values - unusual, suspects.beyond)
    return frozenset(unusual), suspects


def _warn_of_rivals(band: Band, counts: Counts, progress: Progress) -> None:
    fill, *others = band.quantity.limits.rivals
    progress.warning(
        f"Raster {band.name} holds code {fill} in {sum(counts.fills.values())} cells beside code {others[0]}: both are "
        f"water, each in another edition of the legend, so {fill} is a fill value here. These cells are taken as "
        f"water. If they have no data, {_cure(str(fill), band)}"
    )


def _cure(text: str, band: Band) -> str:
    return (
        "declare it (layer properties, Transparency, Additional no data value; or gdal_edit.py -a_nodata "
        f"{text} {_file(band)}) and run again."
    )


def _ends(counts: Counts) -> dict[str, str]:
    return {"low": _text(counts.low), "high": _text(counts.high)}


def _text(value: float | None) -> str:
    """Return a stored value as one would type it."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    with np.errstate(over="ignore"):
        in_float32 = float(np.float32(value)) == value
        for digits in range(6, 17):
            text = f"{value:.{digits}g}"
            if float(text) == value or (in_float32 and float(np.float32(text)) == value):
                return text
    return repr(value)


def _file(band: Band) -> str:
    return Path(band.path).name or band.path
