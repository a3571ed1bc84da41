"""Carbon densities by class of land use: a table of carbon pools joined to the codes of a raster.

lucode 2, c_above 42.4, c_below 115.9, c_soil 158.8, c_dead 14.11   ->   woodland: 331.21 t C/ha
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import TableError
from ..phrases import Listing, Phrase
from ..progress import Progress
from ..provenance.record import DENSITY_FACTOR
from ..tables.read import TextTable, find_column, number_column, optional_text_column, read_shipped
from .landuse_codes import CLASSES, NODATA_CLASS, Crosswalk, Scheme, integer_column
from .messages import (
    BOTH,
    BUILT_UP_WORD,
    CROPLAND_WORD,
    DENSITY_NEGATIVE,
    GRASSLAND_WORD,
    POOLS_INCOMPLETE,
    UNUSED_WORD,
    WATER_WORD,
    WOODLAND_WORD,
)
from .yearbook.units import density_doubts

# In the order of their numbers.
CLASS_WORDS = (CROPLAND_WORD, WOODLAND_WORD, GRASSLAND_WORD, WATER_WORD, BUILT_UP_WORD, UNUSED_WORD)
POOLS = ("c_above", "c_below", "c_soil", "c_dead")
POOL_COLUMNS = ("lucode", *POOLS)
# t C/ha. Peat of 10 m holds 5000 to 7000.
LARGEST_DENSITY = 10_000.0
MOST_LISTED = 5
NAME_COLUMNS = ("name", "lulc_name", "lucode_name", "class", "description")


@dataclass(frozen=True)
class ClassDensities:
    """Carbon densities per class, and the raster codes of the classes.

    Attributes
    ----------
    codes : raster codes
    classes : class of each code, as its position in `keys`; -1 for nodata
    keys, names : number (`lucode`) and name of each class
    pools : (classes, 4) float64, t C/ha, in the order of `POOLS`
    source : what messages call the table or tables
    references : where each class's densities come from
    doubts : what a warning should say of their unit
    """

    codes: tuple[int, ...]
    classes: tuple[int, ...]
    keys: tuple[int, ...]
    names: tuple[str, ...]
    pools: np.ndarray
    source: str
    references: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def total(self) -> np.ndarray:
        """Density of all four pools, (classes,) float64, t C/ha."""
        return self.pools.sum(axis=1)

    @classmethod
    def build(cls, scheme: Scheme, pools: TextTable | None) -> ClassDensities:
        """Join a table of carbon pools to a scheme's crosswalk, or take the table's own codes.

        Parameters
        ----------
        scheme : Scheme; `Scheme.OWN_CODES` when the table's `lucode` are the raster's codes
        pools : table with the columns `lucode` and `POOLS`; None for the study's

        Returns
        -------
        ClassDensities

        Raises
        ------
        TableError
            For a missing class, column or number, a code given twice, a negative density.

        References
        ----------
        Study Table 2, DOI 10.12677/ag.2022.125066; Natural Capital Project, InVEST, carbon model.
        """
        table = read_shipped("pools_study.csv") if pools is None else pools
        table_name = table.attrs["name"]
        keys = integer_column(table, "lucode")
        densities = np.column_stack([number_column(table, pool) for pool in POOLS])
        if (densities < 0).any():
            row = int(np.argwhere((densities < 0).any(axis=1))[0, 0])
            raise TableError(DENSITY_NEGATIVE, table=table_name, line=int(table.index[row]))
        name_column = next(
            (column for column in NAME_COLUMNS if find_column(table, column) is not None), NAME_COLUMNS[0]
        )
        names = optional_text_column(table, name_column, labels=True)
        references = tuple(text or table_name for text in optional_text_column(table, "reference", labels=True))
        doubts = density_doubts(table, POOLS)
        if scheme == Scheme.OWN_CODES:
            return cls(keys, tuple(range(len(keys))), keys, tuple(names), densities, table_name, references, doubts)
        missing = [number for number in range(1, len(CLASSES) + 1) if number not in keys]
        if missing:
            words = [Phrase(word) for word in CLASS_WORDS]
            classes_missing = Listing(
                Phrase("{number} {name}", number=number, name=words[number - 1]) for number in missing
            )
            raise TableError(POOLS_INCOMPLETE, table=table_name, classes=classes_missing)
        crosswalk = Crosswalk.of_scheme(scheme)
        classes = tuple(-1 if number == NODATA_CLASS else keys.index(number) for number in crosswalk.classes)
        class_names = tuple(name or _class_name(key) for name, key in zip(names, keys))
        source = Phrase(BOTH, first=table_name, second=crosswalk.name)
        return cls(crosswalk.codes, classes, keys, class_names, densities, source, references, doubts)

    def log(self, progress: Progress) -> None:
        """Record the densities that are used.

        Parameters
        ----------
        progress : Progress
        """
        names = [name or str(key) for name, key in zip(self.names, self.keys)]
        for doubt in self.doubts:
            progress.warning(doubt)
        high = [f"{name} {total:.10g}" for name, total in zip(names, self.total) if total > LARGEST_DENSITY]
        if high:
            progress.warning(
                f"No land holds so much carbon per hectare: {'; '.join(high[:MOST_LISTED])} t C/ha. Are the densities "
                f"of {self.source} in kg/ha or g/m2?"
            )
        for name, pools, reference in zip(names, self.pools, self.references):
            by_pool = ", ".join(f"{pool} {density:.10g}" for pool, density in zip(POOLS, pools))
            total = float(f"{pools.sum():.12g}")
            progress.factor(DENSITY_FACTOR, name, total, "t C/ha", reference=reference, detail=by_pool)


def _class_name(key: int) -> str:
    return CLASSES[key - 1] if 1 <= key <= len(CLASSES) else ""
