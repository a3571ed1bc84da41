"""Soil respiration by land use: a table by class or code joined to the codes of a raster.

grassland 21.30 t/ha per year, published as C but almost certainly CO2: times 12/44   ->   5.81 t C/ha per year

The table is the user's (a DataFrame) or the plugin's own, which takes no pandas.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from ..errors import TableError
from ..phrases import Phrase
from ..progress import Progress
from ..provenance.record import RESPIRATION_FACTOR
from ..tables.read import (
    TextTable,
    find_column,
    number_column,
    optional_text_column,
    read_shipped,
    require_columns,
    text_column,
)
from .landuse_codes import NODATA_CLASS, WATER, Crosswalk, Scheme, integer_column
from .messages import BOTH, CODE_TWICE, CODES_NEED_RESPIRATION, RESPIRATION_NEGATIVE
from .yearbook.coefficient_tables import CARBON_PER_CO2, carbon_factor
from .yearbook.units import density_doubts

if TYPE_CHECKING:
    import pandas

# Class of a code of which only its respiration is known.
UNKNOWN_CLASS = -1
RESPIRATION_COLUMNS = ("lucode", "respiration", "carbon_unit")


class RespirationBasis(IntEnum):
    """What the numbers of a respiration table are, in the order of the RESPIRATION_UNIT parameter."""

    AS_PUBLISHED = 0
    AS_CARBON = 1


@dataclass(frozen=True)
class SoilRespiration:
    """What the soil under each code of a land-use raster releases.

    Attributes
    ----------
    codes : tuple of int
        The raster's codes.
    classes : tuple of int
        The class of each, 1 to 6; `NODATA_CLASS` for a code that stands for no data, `UNKNOWN_CLASS` for one of an own
        table without classes, which no proxy counts.
    respiration : tuple of float
        t C/ha per year.
    source : str
        What messages call the table, or the table and the crosswalk.
    """

    codes: tuple[int, ...]
    classes: tuple[int, ...]
    respiration: tuple[float, ...]
    source: str

    @classmethod
    def build(
        cls, scheme: Scheme, table: pandas.DataFrame | None, basis: RespirationBasis, progress: Progress
    ) -> SoilRespiration:
        """Join a respiration table to a scheme's crosswalk, or take its own codes.

        Parameters
        ----------
        scheme : Scheme
            What the raster's codes mean; `Scheme.OWN_CODES`: what the table says.
        table : DataFrame or None
            Columns lucode, respiration (t/ha per year), carbon_unit; optional subclass, class, name, reference. None:
            Table 3 of the study.
        basis : RespirationBasis
            `AS_PUBLISHED` takes each row as its carbon_unit says, `AS_CARBON` takes every row as CO2 (times 12/44).
        progress : Progress
            Told of classes without respiration, and each factor.

        Returns
        -------
        SoilRespiration

        Raises
        ------
        TableError
            For own codes without a table, a missing column, an empty or negative number, an unknown unit, a code given
            twice.
        """
        if scheme == Scheme.OWN_CODES and table is None:
            raise TableError(CODES_NEED_RESPIRATION)
        used: TextTable = read_shipped("respiration_study.csv") if table is None else table
        values = _carbon_respiration(used, basis)
        for doubt in density_doubts(used, ("respiration",)):
            progress.warning(doubt)
        if table is None and basis == RespirationBasis.AS_PUBLISHED:
            progress.warning(
                "Soil respiration is taken as published, as carbon. The study's Table 3 is almost certainly CO2 "
                "(grassland 21.30 t/ha = 581 g C m-2 as CO2; Feng et al. 2018, Biogeosciences 15, 5329): "
                "choose 'converted to carbon' for 12/44 of it."
            )
        _record_respiration(used, values, basis, progress)
        if scheme == Scheme.OWN_CODES:
            codes = integer_column(used, "lucode")
            no_classes = find_column(used, "class") is None
            classes = (UNKNOWN_CLASS,) * len(codes) if no_classes else integer_column(used, "class")
            return cls(codes, classes, tuple(values), used.attrs["name"])
        return cls._of_scheme(Crosswalk.of_scheme(scheme), used, values, progress)

    @classmethod
    def _of_scheme(
        cls, crosswalk: Crosswalk, table: TextTable, values: np.ndarray, progress: Progress
    ) -> SoilRespiration:
        """Join by class and subclass; a subclass that the table does not name has the respiration of its class."""
        name = table.attrs["name"]
        numbered = integer_column(table, "lucode", unique=False)
        by_class: dict[tuple[int, str], float] = {}
        for number, subclass, value, line in zip(
            numbered, optional_text_column(table, "subclass"), values, table.index
        ):
            key = number, subclass.casefold()
            if key in by_class:
                raise TableError(CODE_TWICE, table=name, line=line, code=f"{number} {key[1]}".strip())
            by_class[key] = float(value)
        for number in sorted(set(crosswalk.classes) - {NODATA_CLASS} - set(numbered)):
            progress.warning(f"{name} has no respiration for class {number}: 0.")
        respiration = [
            by_class.get((number, subclass), by_class.get((number, ""), 0.0))
            for number, subclass in zip(crosswalk.classes, crosswalk.subclasses)
        ]
        if WATER in numbered and "lake" not in crosswalk.subclasses:
            progress.info(f"{crosswalk.name} does not tell lakes from rivers: all water respires as class 4 does.")
        else:
            progress.info("Reservoirs, glaciers, tidal flats and bottomland have no published respiration: 0.")
        source = Phrase(BOTH, first=name, second=crosswalk.name)
        return cls(crosswalk.codes, crosswalk.classes, tuple(respiration), source)


def _carbon_respiration(table: TextTable, basis: RespirationBasis) -> np.ndarray:
    """The respiration of each row, t C/ha per year."""
    require_columns(table, *RESPIRATION_COLUMNS)
    name, values = table.attrs["name"], number_column(table, "respiration")
    for row, (carbon_unit, line) in enumerate(zip(text_column(table, "carbon_unit"), table.index)):
        if values[row] < 0:
            raise TableError(RESPIRATION_NEGATIVE, table=name, line=line)
        as_carbon = basis == RespirationBasis.AS_CARBON
        values[row] *= CARBON_PER_CO2 if as_carbon else carbon_factor(carbon_unit, name, line)
    return values


def _record_respiration(table: TextTable, values: np.ndarray, basis: RespirationBasis, progress: Progress) -> None:
    """Record every row of a respiration table; `values` are t C/ha per year."""
    columns = (
        optional_text_column(table, column, labels=True) for column in ("lucode", "subclass", "name", "reference")
    )
    for code, subclass, name, reference, value in zip(*columns, values):
        progress.factor(
            RESPIRATION_FACTOR,
            name or f"{code} {subclass}".strip(),
            float(value),
            "t C/ha per year",
            reference=reference or table.attrs["name"],
            detail="x 12/44" if basis == RespirationBasis.AS_CARBON else "",
        )
