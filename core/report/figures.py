"""The numbers that a report begins with, and the accounts of the routed carbon.

A figure comes from the rasters where they are given, else from the tables' sums; figures of steps (the mean of the
cells' ratios, say) from the record in a raster (`provenance`). The accounts are those of the routing:

    emission = absorbed in the cell + absorbed downwind + exported + lost to gaps + dispersed + trapped + left in calm

or, without them, those of the zones: emission = absorbed in its own zone + in other zones + left + unfixed + dispersed.
Both are added up again here, and the difference is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..provenance.record import Step
from ..raster.grid import KM2_PER_HA
from ..tables.summary import as_table, number_list, total
from .totals import Total

if TYPE_CHECKING:
    from ..tables.summary import Rows

ROUTING, BALANCE = "windflowrouting", "supplydemandratio"
CELL_ACCOUNTS = (
    "ABSORBED_HOME_T",
    "ABSORBED_DOWNWIND_T",
    "EXPORTED_T",
    "GAPS_T",
    "DISPERSED_T",
    "TRAPPED_T",
    "CALM_T",
)
ZONE_ACCOUNTS = ("absorbed_home_t", "exported_to_zones_t", "left_region_t", "unfixed_t", "dispersed_t")
# What holds for both years when it is given for one: parameters, and figures made from them.
SHARED = frozenset(("STOCK", "CLASS_TABLE", "STOCK_TABLE", "WIND", "WIND_ARROWS", "ROSE", "CONSTANCY", "STATIONS"))
SHARED_FIGURES = frozenset(("stock_t", "stock_t_ha", "area_ha", "constancy"))


@dataclass(frozen=True)
class Year:
    """What is given for one year.

    Attributes
    ----------
    label : str
    tables : mapping of str to DataFrame or sequence of mappings
        By the report's parameters, CLASS_TABLE say.
    totals : mapping of str to Total
        Of rasters, by parameter.
    steps : mapping of str to Step
        Records of rasters, by parameter.
    rose : (17,) float64 or None
        The mean rose of the area.
    constancy : float or None
        The mean constancy of the wind, 0 to 1.
    """

    label: str = ""
    tables: Mapping[str, Rows] = field(default_factory=dict)
    totals: Mapping[str, Total] = field(default_factory=dict)
    steps: Mapping[str, Step] = field(default_factory=dict)
    rose: np.ndarray | None = None
    constancy: float | None = None

    def table(self, name: str) -> Rows:
        """Return a table.

        Parameters
        ----------
        name : str
            The report's parameter.

        Returns
        -------
        DataFrame or sequence of mappings
            Without rows when it is not given.
        """
        return self.tables.get(name, ())

    def numbers(self, algorithm: str) -> Mapping[str, float]:
        """Return the numbers of a step among those that made the rasters.

        Parameters
        ----------
        algorithm : str
            Id of the tool.

        Returns
        -------
        mapping of str to float
            Empty when no raster has them.
        """
        return next((step.numbers for step in self.steps.values() if step.name == algorithm and step.numbers), {})


@dataclass(frozen=True)
class EmissionFate:
    """Where the emission went.

    Attributes
    ----------
    emission : float
        t.
    parts : mapping of str to float
        t, by account.
    reported : float or None
        The relative error that the routing gave.
    """

    emission: float
    parts: Mapping[str, float]
    reported: float | None = None

    @property
    def accounted(self) -> float:
        """The sum of the parts."""
        return float(sum(self.parts.values()))

    @property
    def difference(self) -> float:
        """Emission minus the sum, relative to the emission."""
        return (self.emission - self.accounted) / self.emission if self.emission else self.emission - self.accounted


def emission_fate(year: Year) -> EmissionFate | None:
    """Return the accounts of the routed carbon.

    Parameters
    ----------
    year : Year

    Returns
    -------
    EmissionFate or None
        Of the cells where a raster of the routing holds them, else of the zones, else None.
    """
    numbers = year.numbers(ROUTING)
    if "EMISSION_T" in numbers:
        parts = {name: numbers.get(name, 0.0) for name in CELL_ACCOUNTS}
        return EmissionFate(numbers["EMISSION_T"], parts, numbers.get("BALANCE_ERROR"))
    rows = year.table("FLOW_TABLE")
    emission = total(rows, "emission_t")
    if emission is None:
        return None
    return EmissionFate(emission, {name: total(rows, name) or 0.0 for name in ZONE_ACCOUNTS})


def figures(year: Year) -> dict[str, float]:
    """Return the key figures that are known.

    Parameters
    ----------
    year : Year

    Returns
    -------
    dict of str to float
        Tonnes, hectares, t/ha, t/km², shares (1 = all), counts, by the keys of `cards.CARDS`.
    """
    known: dict[str, float | None] = {}
    for key, raster, table, column in (
        ("stock", "STOCK", "STOCK_TABLE", "stock_t"),
        ("emission", "EMISSION", "EMISSION_TABLE", "total_t"),
        ("sequestration", "SEQUESTRATION", "BALANCE_TABLE", "sequestration_t"),
        ("flow", "FLOW", "BALANCE_TABLE", "flow_t"),
    ):
        known[f"{key}_t"], known[f"{key}_area_ha"] = _amount(year, raster, year.table(table), column)
    for key, table in (("stock", "CLASS_TABLE"), ("emission", "BALANCE_TABLE")):
        if known[f"{key}_t"] is None:
            known[f"{key}_t"], known[f"{key}_area_ha"] = _amount(year, "", year.table(table), f"{key}_t")
    areas = [known[f"{key}_area_ha"] for key in ("stock", "emission", "sequestration", "flow")]
    known["area_ha"] = max((area for area in areas if area), default=None)
    for key in ("stock", "emission", "sequestration"):
        known[f"{key}_t_ha"] = _quotient(known[f"{key}_t"], known[f"{key}_area_ha"])
    known["flow_t_km2"] = _quotient(known["flow_t"], (known["flow_area_ha"] or 0.0) * KM2_PER_HA)
    known.update(_ratios(year))
    known.update(_shares(emission_fate(year)))
    known["constancy"] = year.constancy
    return {key: value for key, value in known.items() if value is not None}


def _amount(year: Year, raster: str, rows: Rows, column: str) -> tuple[float | None, float | None]:
    """Tonnes and hectares: of the raster, else of the table."""
    if raster in year.totals:
        return year.totals[raster].tonnes, year.totals[raster].area_ha
    return total(rows, column), total(rows, "area_ha")


def _quotient(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def _ratios(year: Year) -> dict[str, float | None]:
    rows, numbers = year.table("BALANCE_TABLE"), year.numbers(BALANCE)
    ratio = numbers.get("RATIO_OF_TOTALS")
    if ratio is None:
        ratio = _quotient(total(rows, "emission_t"), total(rows, "sequestration_t"))
    ratios = [value for value in number_list(as_table(rows), "mean_ratio") if value is not None] if len(rows) else []
    return {
        "ratio_of_totals": ratio,
        "mean_ratio": numbers.get("MEAN_RATIO"),
        "zones": float(len(ratios)) if ratios else None,
        "zones_in_deficit": float(sum(value > 1 for value in ratios)) if ratios else None,
    }


def _shares(fate: EmissionFate | None) -> dict[str, float | None]:
    if fate is None or not fate.emission:
        return {}
    parts = fate.parts
    exported = parts.get("EXPORTED_T", parts.get("left_region_t", 0.0))
    downwind = parts.get("ABSORBED_DOWNWIND_T", parts.get("exported_to_zones_t", 0.0))
    return {"downwind_share": downwind / fate.emission, "left_share": exported / fate.emission}
