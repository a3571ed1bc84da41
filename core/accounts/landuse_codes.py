"""Land-use codes: crosswalks from published schemes to the six classes, and the lookup of codes in blocks.

The six classes are 1 cropland, 2 woodland, 3 grassland, 4 water, 5 built-up, 6 unused; class 0 marks codes that a
scheme uses for "no data". A crosswalk is a CSV in `resources/tables` with a reason per row; `code` is the raster's.

    >>> lookup = CodeLookup((10, 20, 30))
    >>> lookup.positions(np.array([[10, 30], [99, 20]]))      # 3 = not among the codes
    array([[0, 2],
           [3, 1]])
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np

from ..errors import RasterError, TableError, UnknownCodeError
from ..phrases import Listing, Phrase
from ..progress import Progress
from ..tables.read import PlainTable, TextTable, number_column, optional_text_column, read_shipped
from .messages import CODE_CELLS, CODE_NOT_INTEGER, CODE_TWICE, MORE_CODES, TABLE_LINE, UNKNOWN_CODES

CLASSES = ("cropland", "woodland", "grassland", "water", "builtup", "unused")
CROPLAND, WOODLAND, GRASSLAND, WATER, BUILTUP, UNUSED = range(1, 7)
NODATA_CLASS = 0


# A dense table answers fastest; codes spread wider than this are found by binary search.
DENSE_SPAN = 1 << 20
INT32 = np.iinfo(np.int32)
MOST_CODES_LISTED = 20


class Scheme(IntEnum):
    """What the codes of a land-use raster mean, in the order of the SCHEME parameter."""

    CNLUCC = 0
    CLCD = 1
    GLOBELAND30 = 2
    MODIS_IGBP = 3
    ESA_CCI = 4
    ESA_WORLDCOVER = 5
    # What the user's table says.
    OWN_CODES = 6


@dataclass(frozen=True)
class CodeLookup:
    """Finds the position of a code in `codes`; any other value gets position `len(codes)`."""

    codes: tuple[int, ...]

    @cached_property
    def _sorted(self) -> tuple[np.ndarray, np.ndarray]:
        codes = np.array(self.codes, dtype=np.int64)
        order = np.argsort(codes, kind="stable")
        return codes[order], order

    @cached_property
    def _dense(self) -> tuple[int, np.ndarray] | None:
        """(lowest code, positions from there on, with one unknown slot at either end)."""
        low, high = min(self.codes), max(self.codes)
        if high - low > DENSE_SPAN:
            return None
        table = np.full(high - low + 3, len(self.codes), dtype=np.intp)
        table[np.array(self.codes) - low + 1] = np.arange(len(self.codes))
        return low, table

    @cached_property
    def _of_every_code(self) -> dict[np.dtype, np.ndarray]:
        """Positions of all codes of a type."""
        return {}

    def __getstate__(self) -> dict[str, object]:
        """Leave out what can be rebuilt."""
        return {"codes": self.codes}

    def map_codes(self, table: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Return `table[positions(values)]`.

        One- and two-byte codes, which most rasters have, are looked up as they are, in a table of all such codes.

        Parameters
        ----------
        table : (codes + 1,) array
            An entry per code, and one for any other.
        values : array of integers, or of floats without a fraction

        Returns
        -------
        array of the shape of `values`
            Integers in the smallest unsigned type that holds the largest of `table`, which are 0 or more; floats as
            they are.
        """
        narrow = table.astype(np.min_scalar_type(int(table.max()))) if table.dtype.kind == "i" else table
        if values.dtype.kind not in "iu" or values.dtype.itemsize > 2:
            return np.take(narrow, self.positions(values), mode="clip")
        unsigned = np.dtype(f"u{values.dtype.itemsize}")
        if values.dtype not in self._of_every_code:
            every = np.arange(np.iinfo(unsigned).max + 1, dtype=unsigned).view(values.dtype)
            self._of_every_code[values.dtype] = self.positions(every)
        return np.take(narrow[self._of_every_code[values.dtype]], values.view(unsigned), mode="clip")

    def positions(self, values: np.ndarray) -> np.ndarray:
        """Return the position of each value in `codes`.

        Parameters
        ----------
        values : array of integers, or of floats without a fraction

        Returns
        -------
        intp, of the shape of `values`
            `len(codes)` for a value that is none of them.
        """
        if values.dtype.kind == "f":
            values = np.where(np.abs(values) < 2.0**62, values, -(2.0**62)).astype(np.int64)
        elif values.dtype == np.uint64:
            values = np.minimum(values, np.uint64(2**62))
        if self._dense is not None:
            low, table = self._dense
            # The type must hold the codes' range, and a number below and above it.
            narrow = np.can_cast(values.dtype, np.int32) and low > INT32.min and low + len(table) < INT32.max
            values = values.astype(np.int32 if narrow else np.int64, copy=False)
            inside = np.clip(values, low - 1, low + len(table) - 2)
            return table[inside - (low - 1)]
        ordered, order = self._sorted
        values = values.astype(np.int64, copy=False)
        slot = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
        return np.where(ordered[slot] == values, order[slot], len(self.codes))


def require_integers(values: np.ma.MaskedArray, raster: str) -> None:
    """Check that a raster of land-use codes holds integers.

    Parameters
    ----------
    values : masked array
        A block of it, of any type.
    raster : str
        What messages call it.

    Raises
    ------
    RasterError
        Naming the raster and the first value with a fraction.
    """
    if values.dtype.kind != "f":
        return
    data = np.ma.compressed(values)
    broken = data[data != np.floor(data)]
    if broken.size:
        raise RasterError(CODE_NOT_INTEGER, raster=raster, value=float(broken[0]))


@dataclass(frozen=True)
class Crosswalk:
    """What the codes of a scheme mean.

    Attributes
    ----------
    name : str
        The table.
    codes : tuple of int
        The raster's codes.
    classes : tuple of int
        The class of each, 1 to 6, or `NODATA_CLASS`.
    subclasses : tuple of str
        The kind of water of each, where the scheme distinguishes them; "" elsewhere.
    """

    name: str
    codes: tuple[int, ...]
    classes: tuple[int, ...]
    subclasses: tuple[str, ...]

    @classmethod
    def of_scheme(cls, scheme: Scheme) -> Crosswalk:
        """Read the crosswalk of a scheme.

        Parameters
        ----------
        scheme : Scheme
            Any but `OWN_CODES`.

        Returns
        -------
        Crosswalk
        """
        return cls.of_table(read_crosswalk(scheme))

    @classmethod
    def of_table(cls, table: TextTable) -> Crosswalk:
        """Take a table's codes.

        Parameters
        ----------
        table : TextTable
            Columns code, class and, optional, subclass.

        Returns
        -------
        Crosswalk

        Raises
        ------
        TableError
            For a missing column, a cell that is no integer, a code given twice.
        """
        codes = integer_column(table, "code")
        classes = integer_column(table, "class")
        return cls(table.attrs["name"], codes, classes, tuple(optional_text_column(table, "subclass")))


def read_crosswalk(scheme: Scheme) -> PlainTable:
    """Read the table of a scheme that comes with the plugin.

    Parameters
    ----------
    scheme : Scheme
        Any but `OWN_CODES`.

    Returns
    -------
    PlainTable
        Columns code, class, subclass, name, name_zh and others.
    """
    return read_shipped(f"crosswalk_{Scheme(scheme).name.lower()}.csv")


def integer_column(table: TextTable, column: str, unique: bool | None = None) -> tuple[int, ...]:
    """Return a column of integers.

    Parameters
    ----------
    table : TextTable
        The table.
    column : str
        The column's name.
    unique : bool, optional
        Whether a number may not repeat; by default that of the columns `code` and `lucode`.

    Returns
    -------
    tuple of int

    Raises
    ------
    TableError
        For a cell that is no integer, and a code given twice; it names the line.
    """
    name, values = table.attrs["name"], number_column(table, column)
    for value, line in zip(values, table.index):
        if value != np.floor(value):
            raise TableError(CODE_NOT_INTEGER, raster=Phrase(TABLE_LINE, table=name, line=line), value=float(value))
    codes = tuple(int(value) for value in values)
    if unique or (unique is None and column in ("code", "lucode")):
        for code, line in zip(codes, table.index):
            if codes.count(code) > 1:
                raise TableError(CODE_TWICE, table=name, line=line, code=code)
    return codes


class CodeCounts(dict[int, int]):
    """Cells per unknown code; merges by addition."""

    def merge(self, other: CodeCounts) -> CodeCounts:
        """Add counts.

        Parameters
        ----------
        other : CodeCounts

        Returns
        -------
        CodeCounts
        """
        return CodeCounts({code: self.get(code, 0) + other.get(code, 0) for code in {**self, **other}})

    def __add__(self, other: CodeCounts) -> CodeCounts:
        """Let the counts be an entry of `Sums`."""
        return self.merge(other)

    @classmethod
    def of(cls, values: np.ndarray) -> CodeCounts:
        """Count values.

        Parameters
        ----------
        values : array of integers, or of floats without a fraction

        Returns
        -------
        CodeCounts
        """
        if not values.size:
            return cls()
        codes, counts = np.unique(values, return_counts=True)
        return cls({int(code): int(count) for code, count in zip(codes, counts)})

    def listed(self) -> str:
        """Return the counts in words.

        Returns
        -------
        str
            The most frequent codes first, at most `MOST_CODES_LISTED` of them, then how many more there are.
        """
        order = sorted(self, key=lambda code: (-self[code], code))
        phrases = [Phrase(CODE_CELLS, code=code, count=self[code]) for code in order[:MOST_CODES_LISTED]]
        if len(order) > MOST_CODES_LISTED:
            phrases.append(Phrase(MORE_CODES, count=len(order) - MOST_CODES_LISTED))
        return Listing(phrases)


def report_unknown(unknown: CodeCounts, raster: str, table: str, as_nodata: bool, progress: Progress) -> None:
    """Warn of codes that no row explains, or raise.

    Parameters
    ----------
    unknown : CodeCounts
        Cells per such code; nothing happens when there is none.
    raster, table : str
        What messages call the land use and the table of its codes.
    as_nodata : bool
        Whether such cells were taken as nodata.
    progress : Progress
        Warned when they were.

    Raises
    ------
    UnknownCodeError
        When they were not; it lists the codes with their counts.
    """
    if not unknown:
        return
    if not as_nodata:
        raise UnknownCodeError(UNKNOWN_CODES, raster=raster, table=table, codes=unknown.listed())
    progress.warning(f"Codes of {raster} that are not in {table} were taken as nodata: {unknown.listed()}.")
