"""Strata: the classes of a factor, and what a target is like in each of them, in one pass over the blocks.

    target 1 2 3 5, factor 7 7 9 9  ->  stratum 7: n 2, mean 1.5, squares 0.5; stratum 9: n 2, mean 4, squares 2
    q = 1 - (0.5 + 2) / 8.75 = 0.714286, the part of the target's variance that lies between strata

    >>> strata = Strata.of(np.array([1.0, 2, 3, 5]), np.array([0, 0, 1, 1]), 2)
    >>> strata.mean.tolist(), strata.sum_of_squares.tolist(), round(strata.q, 6)
    ([1.5, 4.0], [0.5, 2.0], 0.714286)

q is the factor detector's q and eta squared alike. `sum_of_squares` is about the stratum's own mean: in a block it is
summed in a second pass over the block's values; blocks merge by the formula of Chan, Golub and LeVeque (1979, Stanford
STAN-CS-79-773). The target is taken relative to one of its values, so that an offset costs no digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..engine.operation import Block, Result
from ..engine.run import run
from ..errors import ParameterError
from ..progress import Progress
from ..raster.grid import Grid
from ..raster.sources import Source
from .messages import TOO_MANY_OVERLAYS

# An overlay keeps three numbers per class and pair, in every block in flight: 1.5 MB at most.
MAX_OVERLAY_CLASSES = 1 << 16
ROUNDING_ERROR = 4 * np.finfo(float).eps


@dataclass(frozen=True, eq=False)
class FactorClasses:
    """The classes of a factor, numbered 0, 1, ...: by its codes, or between class limits.

    Attributes
    ----------
    name : str, of the factor
    codes : (classes,) float64, ascending, or None
    limits : (classes - 1,) float64, ascending, or None; a limit belongs to the class below it
    """

    name: str
    codes: np.ndarray | None = None
    limits: np.ndarray | None = None

    @property
    def count(self) -> int:
        """Number of classes."""
        if self.codes is not None:
            return len(self.codes)
        return 0 if self.limits is None else len(self.limits) + 1

    def index(self, values: np.ndarray) -> np.ndarray:
        """Return the class numbers of values.

        Parameters
        ----------
        values : (cells,) float; every value of a category must be one of its codes

        Returns
        -------
        (cells,) intp
        """
        borders = self.codes if self.codes is not None else self.limits
        return np.searchsorted(np.zeros(0) if borders is None else borders, np.asarray(values, dtype=np.float64))

    def label(self, number: int) -> str:
        """Return a class's code, or its range.

        Parameters
        ----------
        number : int, of the class

        Returns
        -------
        str
        """
        if self.codes is not None:
            return f"{self.codes[number]:.0f}"
        limits = [] if self.limits is None else [f"{limit:.6g}" for limit in self.limits]
        if not limits:
            return "all"
        if number == 0:
            return f"<= {limits[0]}"
        return f"> {limits[-1]}" if number == len(limits) else f"{limits[number - 1]} - {limits[number]}"


@dataclass(frozen=True, eq=False)
class Strata:
    """A target in each class of a factor; 0 in an empty one.

    Attributes
    ----------
    n : (classes,) float64, cells
    mean : (classes,) float64
    sum_of_squares : (classes,) float64, about the class's mean
    """

    n: np.ndarray
    mean: np.ndarray
    sum_of_squares: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, index: np.ndarray, count: int) -> Strata:
        """Gather values by their class numbers.

        Parameters
        ----------
        values : (cells,) float64
        index : (cells,) int, class numbers
        count : int, number of classes

        Returns
        -------
        Strata
        """
        n = np.bincount(index, minlength=count).astype(np.float64)
        mean = np.divide(np.bincount(index, values, minlength=count), n, out=np.zeros(count), where=n > 0)
        return cls(n, mean, np.bincount(index, (values - mean[index]) ** 2, minlength=count))

    def merge(self, other: Strata) -> Strata:
        """Return the strata of both sets of cells.

        Parameters
        ----------
        other : Strata, of the same classes

        Returns
        -------
        Strata

        References
        ----------
        Chan, Golub and LeVeque (1979), Stanford STAN-CS-79-773
        """
        n = self.n + other.n
        share = np.divide(other.n, n, out=np.zeros_like(n), where=n > 0)
        step = other.mean - self.mean
        return Strata(
            n, self.mean + step * share, self.sum_of_squares + other.sum_of_squares + step**2 * self.n * share
        )

    def filled(self, least: int = 1) -> Strata:
        """Return the strata that have cells.

        Parameters
        ----------
        least : int, cells that a stratum must have

        Returns
        -------
        Strata
        """
        keep = self.n >= least
        return Strata(self.n[keep], self.mean[keep], self.sum_of_squares[keep])

    @property
    def cells(self) -> float:
        """Cells in all strata."""
        return float(self.n.sum())

    @property
    def within(self) -> float:
        """Sum of squares about the strata's means."""
        return float(self.sum_of_squares.sum())

    @property
    def total(self) -> float:
        """Sum of squares about the mean of all cells; 0 when rounding alone explains it."""
        if not self.cells:
            return 0.0
        mean = float((self.n * self.mean).sum()) / self.cells
        between = float((self.n * (self.mean - mean) ** 2).sum())
        squares = self.within + between
        return squares if squares > self.cells * (ROUNDING_ERROR * mean) ** 2 else 0.0

    @property
    def q(self) -> float:
        """Part of the variance that lies between strata, 0 to 1; nan when the target is constant."""
        return 1 - self.within / self.total if self.total > 0 else float("nan")


@dataclass(frozen=True, eq=False)
class StrataSet:
    """Strata of several factors and overlays; merges one by one."""

    factors: tuple[Strata, ...]
    overlays: tuple[Strata, ...]

    def merge(self, other: StrataSet) -> StrataSet:
        """Return the strata of both sets of cells.

        Parameters
        ----------
        other : StrataSet, of the same factors and overlays

        Returns
        -------
        StrataSet
        """
        return StrataSet(
            tuple(mine.merge(theirs) for mine, theirs in zip(self.factors, other.factors)),
            tuple(mine.merge(theirs) for mine, theirs in zip(self.overlays, other.overlays)),
        )


@dataclass(frozen=True, eq=False)
class _GatherStrata:
    """The operation: band 0 is the target, bands 1, 2, ... the factors; all other bands only mask."""

    classes: tuple[FactorClasses, ...]
    pairs: tuple[tuple[int, int], ...]
    origin: float

    def __call__(self, block: Block) -> Result:
        valid = block.valid()
        values = block.bands[0].data[valid].astype(np.float64) - self.origin
        index = [each.index(band.data[valid]) for each, band in zip(self.classes, block.bands[1:])]
        factors = tuple(Strata.of(values, place, each.count) for place, each in zip(index, self.classes))
        overlays = []
        for first, second in self.pairs:
            count = self.classes[second].count
            both = index[first] * count + index[second]
            overlays.append(Strata.of(values, both, self.classes[first].count * count))
        return Result(partial=StrataSet(factors, tuple(overlays)))


def gather_strata(
    layers: Sequence[Source],
    classes: Sequence[FactorClasses],
    pairs: Sequence[tuple[int, int]],
    origin: float,
    grid: Grid,
    *,
    progress: Progress | None = None,
) -> StrataSet:
    """Gather a target by the classes of its factors, and of pairs of them, in one pass.

    Only cells with data in every layer count.

    Parameters
    ----------
    layers : sequence of Source
        the target, then the factors, then layers that only mask
    classes : sequence of FactorClasses, of the factors
    pairs : sequence of pairs of int, numbers of factors to overlay
    origin : float, one of the target's values: means come out relative to it
    grid : Grid, of all layers
    progress : Progress

    Returns
    -------
    StrataSet

    Raises
    ------
    ParameterError
        when a pair overlays to more than `MAX_OVERLAY_CLASSES` classes
    """
    for first, second in pairs:
        product = classes[first].count * classes[second].count
        if product > MAX_OVERLAY_CLASSES:
            raise ParameterError(
                TOO_MANY_OVERLAYS,
                first=classes[first].name,
                first_count=classes[first].count,
                second=classes[second].name,
                second_count=classes[second].count,
                product=product,
                most=MAX_OVERLAY_CLASSES,
            )
    operation = _GatherStrata(tuple(classes), tuple(pairs), origin)
    gathered: StrataSet = run(operation, layers, grid, progress=progress)
    return gathered
