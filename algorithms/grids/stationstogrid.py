"""Station values to a grid: temperature and precipitation for the drivers."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessing, QgsProcessingParameterFeatureSource, QgsProcessingParameterField

from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate

# The fields of carbonflow:importcmadaily, so that its layer needs no choice.
STATION_FIELD, DATE_FIELD, ELEVATION_FIELD = "station", "date", "elevation"


class StationsToGrid(CarbonAlgorithm):
    """Inverse distance weighting of means or sums of the stations' records, with a lapse rate where wanted."""

    GROUP = "grids"

    def name(self) -> str:
        return "stationstogrid"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Station values to a grid")

    def tags(self) -> list[str]:
        tags = (
            "carbon,station,interpolation,IDW,temperature,precipitation,rain,lapse rate,climate,grid,driver,固碳,"
            "气象站,插值,反距离权重,气温,降水,直减率,驱动因子"
        )
        return tags.split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "Makes means or sums of the records of stations, and spreads them over a grid by inverse distance "
                "weighting: temperature and precipitation for the driver analysis, or any other value.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "v = sum(w v) / sum(w), w = d^-p over the nearest stations (Shepard 1968, DOI "
                "10.1145/800186.810616). With elevations, values are first brought to sea level, v + G h / 1000, and "
                "then to each cell, - G H / 1000, with G the lapse rate per km. A month counts with at most 3 missing "
                "days, a year with 12 such months and at most 15 missing days (Zhang et al. 2011, DOI "
                "10.1002/wcc.147); others are left out.",
            ),
            units=translate(
                "CarbonServiceFlow",
                "those of the field (°C, mm); distances d in metres on the ellipsoid, elevations h and H in metres.",
            ),
            nodata=translate(
                "CarbonServiceFlow",
                "every cell gets a value, also where the grid raster is nodata, but not where ELEVATION is. Records "
                "without a value (NULL, 32766, -9999 and the like) are missing; a record that cannot be read is left "
                "out and told, above 5 % of the records it is an error.",
            ),
            crs=translate("CarbonServiceFlow", "any, of all. Stations outside the grid count."),
            example="STATIONS=rain.gpkg VALUE_FIELD=precipitation DATE_FIELD=date STATISTIC=1 GRID=grid.tif "
            "OUTPUT=rain.tif",
            more=translate(
                "CarbonServiceFlow",
                "A layer of carbonflow:importcmadaily needs no choice but VALUE_FIELD: station, date and elevation "
                "are taken, and the log says so. The number LEAVE_ONE_OUT_ERROR is the mean absolute error when each "
                "station is predicted from the others.",
            ),
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        form.add(
            QgsProcessingParameterFeatureSource(
                "STATIONS",
                translate("CarbonServiceFlow", "Stations"),
                [QgsProcessing.SourceType.TypeVectorPoint],
            ),
            translate("CarbonServiceFlow", "Points: a record per station, or per station and time."),
        )
        form.field(
            "VALUE_FIELD",
            translate("CarbonServiceFlow", "Field with the values"),
            "STATIONS",
            translate("CarbonServiceFlow", "What is mapped, such as temperature or precipitation; no direction."),
            optional=False,
        )
        form.enum(
            "STATISTIC",
            translate("CarbonServiceFlow", "Statistic"),
            [
                translate("CarbonServiceFlow", "Mean"),
                translate("CarbonServiceFlow", "Sum per year (mean of the yearly sums)"),
                translate("CarbonServiceFlow", "Mean of each month (12 bands)"),
                translate("CarbonServiceFlow", "Sum of each month (12 bands)"),
            ],
            translate(
                "CarbonServiceFlow",
                "What is made of the records of a station; months are averaged over the years. All but the mean need "
                "the dates.",
            ),
        )
        form.field(
            "DATE_FIELD",
            translate("CarbonServiceFlow", "Field with the dates"),
            "STATIONS",
            translate(
                "CarbonServiceFlow",
                "Dates, or texts such as 2015-01-31 or 20150131; records by the month or year may have these alone.",
            ),
            default=DATE_FIELD,
        )
        form.raster(
            "GRID",
            translate("CarbonServiceFlow", "Grid"),
            translate("CarbonServiceFlow", "Any raster on the grid wanted; its values do not matter."),
        )
        form.number(
            "POWER",
            translate("CarbonServiceFlow", "Distance power"),
            translate("CarbonServiceFlow", "p: the larger, the more the nearest station counts; above 0."),
            default=2.0,
            minimum=0.0,
        )
        form.number(
            "NEIGHBOURS",
            translate("CarbonServiceFlow", "Number of neighbours"),
            translate("CarbonServiceFlow", "How many of the nearest stations count in a cell."),
            default=12,
            minimum=1,
            whole=True,
        )
        form.raster(
            "ELEVATION",
            translate("CarbonServiceFlow", "Elevation"),
            translate("CarbonServiceFlow", "Metres, on the grid. With it values follow the terrain by the lapse rate."),
            optional=True,
        )
        form.field(
            "ELEVATION_FIELD",
            translate("CarbonServiceFlow", "Field with the stations' elevations"),
            "STATIONS",
            translate("CarbonServiceFlow", "Metres; needed with ELEVATION."),
            default=ELEVATION_FIELD,
        )
        form.number(
            "LAPSE_RATE",
            translate("CarbonServiceFlow", "Lapse rate per km"),
            translate(
                "CarbonServiceFlow",
                "What a value loses per km upwards: 6.5 °C in the standard atmosphere; negative for what grows with "
                "the height. Used with ELEVATION.",
            ),
            default=6.5,
        )
        form.add(
            QgsProcessingParameterField(
                "STATION_FIELD",
                translate("CarbonServiceFlow", "Field with the stations"),
                STATION_FIELD,
                parentLayerParameterName="STATIONS",
                optional=True,
            ),
            translate(
                "CarbonServiceFlow", "Records of one name are one station. Empty: records at one place are one station."
            ),
            advanced=True,
        )
        form.output_raster(
            "OUTPUT",
            translate("CarbonServiceFlow", "Values on the grid"),
            translate("CarbonServiceFlow", "One band, or 12 bands from January to December."),
        )
        form.output_number("STATIONS_USED", translate("CarbonServiceFlow", "Stations"))
        form.output_number("RECORDS", translate("CarbonServiceFlow", "Records that count"))
        form.output_number("LEAVE_ONE_OUT_ERROR", translate("CarbonServiceFlow", "Mean error at the stations"))

    def run_steps(self) -> Steps:
        from . import stationstogrid_run

        return stationstogrid_run
