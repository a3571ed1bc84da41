"""The numbers that a report begins with, and the accounts of the routed carbon.

A figure comes from the rasters where they are given, else from the tables' sums; figures of steps (the mean of the
cells' ratios, say) from the record in a raster (`provenance`). The accounts are those of the routing:

    emission = absorbed in the cell + absorbed downwind + exported + lost to gaps + dispersed + trapped + left in calm

or, without them, those of the zones: emission = absorbed in its own zone + in other zones + left + unfixed + dispersed.
Both are added up again here, and the difference is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..provenance.record import Step
from ..raster.grid import KM2_PER_HA
from ..tables.summary import Row, total
from .totals import Total

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
    """What is given for one year: tables by parameter name, totals of rasters, records of rasters, the mean rose."""

    label: str = ""
    tables: Mapping[str, list[Row]] = field(default_factory=dict)
    totals: Mapping[str, Total] = field(default_factory=dict)
    steps: Mapping[str, Step] = field(default_factory=dict)
    rose: np.ndarray | None = None
    constancy: float | None = None

    def table(self, name: str) -> list[Row]:
        """Return a table's rows, none when it is not given."""
        return self.tables.get(name, [])

    def numbers(self, algorithm: str) -> Mapping[str, float]:
        """Return the numbers of a step among those that made the rasters."""
        return next((step.numbers for step in self.steps.values() if step.name == algorithm and step.numbers), {})


@dataclass(frozen=True)
class EmissionFate:
    """Where the emission (t) went, by account; `reported` is the relative error that the routing gave, if any."""

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


def accounts(year: Year) -> EmissionFate | None:
    """Return the accounts of cells where a raster of the routing holds them, else of the zones, else None."""
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
    """Return the key figures that can be told: tonnes, hectares, t/ha, shares (1 = all), counts."""
    found: dict[str, float | None] = {}
    for key, raster, table, column in (
        ("stock", "STOCK", "STOCK_TABLE", "stock_t"),
        ("emission", "EMISSION", "EMISSION_TABLE", "total_t"),
        ("sequestration", "SEQUESTRATION", "BALANCE_TABLE", "sequestration_t"),
        ("flow", "FLOW", "BALANCE_TABLE", "flow_t"),
    ):
        tonnes, area = _amount(year, raster, year.table(table), column)
        found[f"{key}_t"], found[f"{key}_area_ha"] = tonnes, area
    if found["stock_t"] is None:
        found["stock_t"], found["stock_area_ha"] = _amount(year, "", year.table("CLASS_TABLE"), "stock_t")
    if found["emission_t"] is None:
        found["emission_t"], found["emission_area_ha"] = _amount(year, "", year.table("BALANCE_TABLE"), "emission_t")
    areas = [found[f"{key}_area_ha"] for key in ("stock", "emission", "sequestration", "flow")]
    found["area_ha"] = max((area for area in areas if area), default=None)
    for key in ("stock", "emission", "sequestration"):
        found[f"{key}_t_ha"] = _quotient(found[f"{key}_t"], found[f"{key}_area_ha"])
    found["flow_t_km2"] = _quotient(found["flow_t"], (found["flow_area_ha"] or 0.0) * KM2_PER_HA)
    found.update(_ratios(year))
    found.update(_shares(accounts(year)))
    found["constancy"] = year.constancy
    return {key: value for key, value in found.items() if value is not None}


def _amount(year: Year, raster: str, rows: Sequence[Row], column: str) -> tuple[float | None, float | None]:
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
    known = [row["mean_ratio"] for row in rows if row.get("mean_ratio") is not None]
    return {
        "ratio_of_totals": ratio,
        "mean_ratio": numbers.get("MEAN_RATIO"),
        "zones": float(len(known)) if known else None,
        "zones_in_deficit": float(sum(value > 1 for value in known)) if known else None,
    }


def _shares(found: EmissionFate | None) -> dict[str, float | None]:
    if found is None or not found.emission:
        return {}
    parts: dict[str, Any] = dict(found.parts)
    left = parts.get("EXPORTED_T", parts.get("left_region_t", 0.0))
    away = parts.get("ABSORBED_DOWNWIND_T", parts.get("exported_to_zones_t", 0.0))
    return {"downwind_share": away / found.emission, "left_share": left / found.emission}
