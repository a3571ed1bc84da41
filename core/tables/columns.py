"""Columns of tables and layers that a tool's help names and its run writes."""

from __future__ import annotations

# Tables by zone: of `supplydemandratio` and `carbonaccount`, and of `carbonstockchange`.
BALANCE_COLUMNS = (
    ("zone", str),
    ("area_ha", float),
    ("emission_t", float),
    ("sequestration_t", float),
    ("emission_t_ha", float),
    ("sequestration_t_ha", float),
    ("difference_t_ha", float),
    ("ratio_of_totals", float),
    ("mean_ratio", float),
    ("median_ratio", float),
    ("flow_t", float),
    ("flow_t_km2", float),
    ("rank", int),
)
CHANGE_COLUMNS = (
    ("zone", str),
    ("area_ha", float),
    ("before_t", float),
    ("after_t", float),
    ("change_t", float),
    ("change_percent", float),
    ("change_t_ha", float),
    ("rate_t_ha", float),
    ("value", float),
)

# Columns of OUTPUT_ARROWS and their rasters: of `prevailingwinduv` and of `windgrid`.
MEAN_WIND_ARROWS = {"dir": "direction", "speed": "speed", "constancy": "constancy"}
GRIDDED_WIND_ARROWS = {"dir": "direction", "reliability": "reliability"}
