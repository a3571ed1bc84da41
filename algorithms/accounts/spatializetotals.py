"""Spread zone totals over cells."""

from __future__ import annotations

from typing import Any

from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate


class SpatializeTotals(CarbonAlgorithm):
    """A total per polygon, spread in proportion to a weight, and kept."""

    GROUP = "accounts"

    def name(self) -> str:
        return "spatializetotals"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Spread zone totals over cells")

    def tags(self) -> list[str]:
        tags = "carbon,spatialize,disaggregate,dasymetric,population,GDP,downscale,空间化,人口,统计数据,固碳"
        return tags.split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "Spreads a number per polygon (people, GDP, tonnes) over the polygon's cells in proportion to a "
                "weight. The totals are kept.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "E = T x w x a / sum(w x a), with T the total, w the weight and a the cell's area (dasymetric "
                "mapping). Without a weight the spread is even. A polygon whose weight is 0 everywhere is spread "
                "evenly; one without a cell centre gives its total to the cell under its interior point; each with "
                "a warning.",
            ),
            units=translate("CarbonServiceFlow", "that of the field, per cell, per ha or per km2 as chosen."),
            nodata=translate(
                "CarbonServiceFlow",
                "cells where the grid raster is nodata get nothing; nodata and negative weights count as 0, "
                "negative ones with a warning.",
            ),
            crs=translate(
                "CarbonServiceFlow",
                "polygons may be in any CRS; the weight must lie on the grid. Areas are ellipsoidal on geographic "
                "grids.",
            ),
            example="ZONES=provinces.gpkg FIELD=population GRID=grid.tif WEIGHT=builtup.tif UNIT=2 OUTPUT=density.tif",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        form.polygons(
            "ZONES",
            translate("CarbonServiceFlow", "Zones"),
            translate("CarbonServiceFlow", "Polygons with a total each; every feature is a zone of its own."),
        )
        form.field(
            "FIELD",
            translate("CarbonServiceFlow", "Field with the totals"),
            "ZONES",
            translate("CarbonServiceFlow", "A number per polygon; an empty one counts as 0, with a warning."),
            optional=False,
        )
        form.raster(
            "GRID",
            translate("CarbonServiceFlow", "Grid"),
            translate("CarbonServiceFlow", "Any raster on the grid wanted; its nodata cells get nothing."),
        )
        form.raster(
            "WEIGHT",
            translate("CarbonServiceFlow", "Weight"),
            translate("CarbonServiceFlow", "Where more of the total goes, per unit of area; on the same grid."),
            optional=True,
        )
        form.enum(
            "UNIT",
            translate("CarbonServiceFlow", "Unit of the result"),
            [
                translate("CarbonServiceFlow", "Per cell"),
                translate("CarbonServiceFlow", "Per hectare"),
                translate("CarbonServiceFlow", "Per km2"),
            ],
            translate("CarbonServiceFlow", "An amount per cell, or a density."),
        )
        form.enum(
            "WEIGHT_KIND",
            translate("CarbonServiceFlow", "The weight is"),
            [
                translate("CarbonServiceFlow", "A density (per unit of area)"),
                translate("CarbonServiceFlow", "An amount per cell"),
            ],
            translate("CarbonServiceFlow", "Makes a difference on geographic grids, whose cells differ in area."),
            advanced=True,
        )
        form.output_raster(
            "OUTPUT",
            translate("CarbonServiceFlow", "Spread totals"),
            translate("CarbonServiceFlow", "The totals on the grid, in the unit chosen; nodata outside the zones."),
        )
        form.output_number("TOTAL_IN", translate("CarbonServiceFlow", "Sum of the zones' totals"))
        form.output_number("TOTAL_OUT", translate("CarbonServiceFlow", "Sum over the cells"))

    def run_steps(self) -> Steps:
        from . import spatializetotals_run

        return spatializetotals_run
