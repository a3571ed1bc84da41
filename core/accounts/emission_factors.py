"""Emission factors: what one unit of an activity releases, as carbon; and what soil releases by land use.

A coefficient table says per row: `source` (the column of the statistics table), `coefficient` per unit of activity,
`per` (that unit), `carbon_unit` (C, or CO2: then times 12/44), `proxy` (where in the zone it happens), `reference`.

    activity 1000 t CO2 from coal, coefficient 1, carbon_unit CO2 -> 1000 * 1 * 12/44 = 272.73 t C
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import TableError
from ..phrases import Phrase
from ..progress import Progress
from ..provenance.record import EMISSION_FACTOR, RESPIRATION_FACTOR
from ..tables.read import Table
from .landuse_codes import NODATA_CLASS, OWN_CODES, TABLES, WATER, Crosswalk, integer_column
from .messages import (
    ACTIVITY_NEGATIVE,
    BOTH,
    CARBON_UNIT_UNKNOWN,
    CODE_TWICE,
    CODES_NEED_RESPIRATION,
    COEFFICIENT_NEGATIVE,
    PROXY_UNKNOWN,
    RESPIRATION_NEGATIVE,
    SOURCE_TWICE,
    SOURCES_MISSING,
)

CARBON_PER_CO2 = 12.0 / 44.0
PROXIES = ("cropland", "woodland", "grassland", "builtup", "population", "gdp", "even")
COEFFICIENT_TABLES = ("coefficients_paper.csv", "coefficients_ipcc2006.csv")
AS_PUBLISHED, AS_CARBON = range(2)


@dataclass(frozen=True)
class Coefficient:
    """t C per unit of activity of one source, and the proxy that places it."""

    source: str
    carbon: float
    per: str
    proxy: str
    reference: str
    alternative_of: str


def carbon_factor(carbon_unit: str, table: Table, row: int) -> float:
    """Return 1 for C, 12/44 for CO2; raises `TableError` naming the line for anything else."""
    unit = carbon_unit.upper().replace("₂", "2")
    if unit not in ("C", "CO2"):
        raise TableError(CARBON_UNIT_UNKNOWN, table=table.name, line=table.lines[row], text=carbon_unit)
    return CARBON_PER_CO2 if unit == "CO2" else 1.0


def read_coefficients(table: Table) -> list[Coefficient]:
    """Return the rows of a coefficient table.

    Raises `TableError` for a missing column, an empty or negative coefficient, an unknown unit or proxy, a source
    given twice.
    """
    table.require("source", "coefficient", "carbon_unit", "proxy")
    values = table.numbers("coefficient")
    found: list[Coefficient] = []
    rows = table.records("source", "per", "carbon_unit", "proxy", "reference", "alternative_of")
    for row, cells in enumerate(rows):
        line = table.lines[row]
        if values[row] < 0:
            raise TableError(COEFFICIENT_NEGATIVE, table=table.name, line=line, source=cells["source"])
        proxy = cells["proxy"].lower().replace("-", "")
        if proxy not in PROXIES:
            raise TableError(PROXY_UNKNOWN, table=table.name, line=line, text=cells["proxy"], known=", ".join(PROXIES))
        if any(other.source.casefold() == cells["source"].casefold() for other in found):
            raise TableError(SOURCE_TWICE, table=table.name, line=line, source=cells["source"])
        carbon = values[row] * carbon_factor(cells["carbon_unit"], table, row)
        found.append(
            Coefficient(
                cells["source"], carbon, cells["per"], proxy, cells["reference"], cells["alternative_of"].casefold()
            )
        )
    return found


def used_coefficients(
    coefficients: Table | None, chosen: int, statistics: Table, ignored: tuple[str, ...], progress: Progress
) -> list[Coefficient]:
    """Return the coefficients whose source is a column of the statistics table.

    Of a shipped table (`coefficients` None, `chosen` its position in `COEFFICIENT_TABLES`) sources without a column
    are passed over, with a line in the log; of a user's own table they are an error, as is no source at all.
    """
    table = coefficients or Table.read_csv(str(TABLES / COEFFICIENT_TABLES[chosen]))
    rows = read_coefficients(table)
    used = [row for row in rows if statistics.has(row.source)]
    unused = [row.source for row in rows if not statistics.has(row.source)]
    if not used or (unused and coefficients is not None):
        raise TableError(
            SOURCES_MISSING,
            statistics=statistics.name,
            coefficients=table.name,
            sources=", ".join(unused),
            columns=", ".join(statistics.columns),
        )
    if unused:
        progress.info(f"Sources of {table.name} without a column in {statistics.name}: {', '.join(unused)}.")
    known = {row.source.casefold() for row in rows} | {name.casefold() for name in ignored}
    extra = [column for column in statistics.columns if column.casefold() not in known]
    if extra:
        progress.info(f"Columns of {statistics.name} without a coefficient, not counted: {', '.join(extra)}.")
    names = {row.source.casefold() for row in used}
    for row in used:
        if row.alternative_of in names:
            progress.warning(f"{row.source} and {row.alternative_of} count the same activity: it is counted twice.")
    for row in used:
        unit = f"t C per {row.per or 'unit'}"
        progress.info(f"{row.source}: {row.carbon:.6g} {unit}, proxy {row.proxy}; {row.reference}")
        detail = f"proxy {row.proxy}"
        progress.factor(
            EMISSION_FACTOR, row.source, row.carbon, unit, reference=row.reference or table.name, detail=detail
        )
    return used


def activity_carbon(
    statistics: Table, rows: dict[int, int], zones: tuple[str, ...], coefficients: list[Coefficient], progress: Progress
) -> np.ndarray:
    """Return t C per source and zone, shape (sources, zones). `rows` maps zone to row position.

    An empty activity cell counts as 0, with a warning naming zone and source; a negative one is a `TableError`.
    """
    totals = np.zeros((len(coefficients), len(zones)))
    for index, coefficient in enumerate(coefficients):
        activity = statistics.numbers(coefficient.source, empty=np.nan)
        if (activity < 0).any():
            line = statistics.lines[int(np.argmax(activity < 0))]
            raise TableError(ACTIVITY_NEGATIVE, table=statistics.name, line=line, column=coefficient.source)
        for zone, row in rows.items():
            if np.isnan(activity[row]):
                progress.warning(
                    f"No figure for {coefficient.source} in {zones[zone]} ({statistics.name}): taken as 0."
                )
            else:
                totals[index, zone] = activity[row] * coefficient.carbon
    return totals


@dataclass(frozen=True)
class SoilRespiration:
    """Per raster code: the class 1-6 (0 = nodata, -1 = unknown to the proxies) and respiration in t C/ha per year."""

    codes: tuple[int, ...]
    classes: tuple[int, ...]
    respiration: tuple[float, ...]
    source: str

    @classmethod
    def build(cls, scheme: int, table: Table | None, unit: int, progress: Progress) -> SoilRespiration:
        """Join a respiration table (None: the study's Table 3) to a scheme, or take its own codes (`OWN_CODES`).

        `unit` `AS_PUBLISHED` takes rows as their carbon_unit says; `AS_CARBON` takes every row as CO2 (x 12/44).
        """
        if scheme == OWN_CODES and table is None:
            raise TableError(CODES_NEED_RESPIRATION)
        used = table or Table.read_csv(str(TABLES / "respiration_study.csv"))
        used.require("lucode", "respiration", "carbon_unit")
        values = used.numbers("respiration")
        for row, text in enumerate(used.texts("carbon_unit")):
            if values[row] < 0:
                raise TableError(RESPIRATION_NEGATIVE, table=used.name, line=used.lines[row])
            values[row] *= CARBON_PER_CO2 if unit == AS_CARBON else carbon_factor(text, used, row)
        if table is None and unit == AS_PUBLISHED:
            progress.warning(
                "Soil respiration is taken as published, as carbon. The study's Table 3 is almost certainly CO2 "
                "(grassland 21.30 t/ha = 581 g C m-2 as CO2; Feng et al. 2018, Biogeosciences 15, 5329): "
                "choose 'converted to carbon' for 12/44 of it."
            )
        _record_respiration(used, values, unit, progress)
        if scheme == OWN_CODES:
            codes = integer_column(used, "lucode")
            classes = integer_column(used, "class") if used.has("class") else (-1,) * len(codes)
            return cls(codes, classes, tuple(values), used.name)
        return cls._of_scheme(Crosswalk.of_scheme(scheme), used, values, progress)

    @classmethod
    def _of_scheme(cls, crosswalk: Crosswalk, table: Table, values: np.ndarray, progress: Progress) -> SoilRespiration:
        subclasses = table.texts("subclass") if table.has("subclass") else [""] * len(table)
        numbers = integer_column(table, "lucode", unique=False)
        given: dict[tuple[int, str], float] = {}
        for number, subclass, value, line in zip(numbers, subclasses, values, table.lines):
            key = number, subclass.casefold()
            if key in given:
                raise TableError(CODE_TWICE, table=table.name, line=line, code=f"{number} {key[1]}".strip())
            given[key] = float(value)
        missing = sorted(set(crosswalk.classes) - {NODATA_CLASS} - set(numbers))
        for number in missing:
            progress.warning(f"{table.name} has no respiration for class {number}: 0.")
        respiration = [
            given.get((number, kind), given.get((number, ""), 0.0))
            for number, kind in zip(crosswalk.classes, crosswalk.subclasses)
        ]
        if WATER in numbers and "lake" not in crosswalk.subclasses:
            progress.info(f"{crosswalk.name} does not tell lakes from rivers: all water respires as class 4 does.")
        else:
            progress.info("Reservoirs, glaciers, tidal flats and bottomland have no published respiration: 0.")
        source = Phrase(BOTH, first=table.name, second=crosswalk.name)
        return cls(crosswalk.codes, crosswalk.classes, tuple(respiration), source)


def _record_respiration(table: Table, values: np.ndarray, unit: int, progress: Progress) -> None:
    """Record every row of a respiration table; `values` are t C/ha per year."""
    rows = table.records("lucode", "subclass", "name", "reference")
    for cells, value in zip(rows, values):
        progress.factor(
            RESPIRATION_FACTOR,
            cells["name"] or f"{cells['lucode']} {cells['subclass']}".strip(),
            float(value),
            "t C/ha per year",
            reference=cells["reference"] or table.name,
            detail="x 12/44" if unit == AS_CARBON else "",
        )
