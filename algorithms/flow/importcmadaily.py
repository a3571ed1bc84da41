"""Read China's daily files of wind, temperature and precipitation."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMultipleLayers,
)

from ...core.tables.columns import names
from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate

COLUMNS = names("importcmadaily", "OUTPUT")


class ImportCmaDaily(CarbonAlgorithm):
    """A point per station and day from SURF_CLI_CHN_MUL_DAY files: WIN, TEM or PRE."""

    GROUP = "flow"

    def name(self) -> str:
        return "importcmadaily"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Read China's daily wind files")

    def tags(self) -> list[str]:
        tags = (
            "carbon,wind,station,CMA,SURF_CLI_CHN_MUL_DAY,WIN,TEM,PRE,daily,temperature,precipitation,rain,"
            "气象站,日值数据集,地面气候资料,风向,风速,气温,降水,固碳"
        )
        return tags.split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "Reads files of China's daily surface climate data set (SURF_CLI_CHN_MUL_DAY, text) into a point per "
                "station and day: wind (WIN), temperature (TEM) or precipitation (PRE).",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "latitude and longitude are degrees and minutes (5258 is 52 degrees 58 minutes); speeds above 1000 "
                "exceeded the instrument and lose that 1000; direction codes 1 to 16 become (code - 1) x 22.5 "
                "degrees. Precipitation is that from 20 to 20 o'clock: 32700 is a trace, 0; of 30000, 31000 and 32000 "
                "and more (snow, rain and snow, dew) the last three digits count. Source: description of the data set "
                "V3.0, National Meteorological Information Centre.",
            ),
            units=translate(
                "CarbonServiceFlow",
                "speeds m/s (0.1 m/s in the files), directions in degrees the wind comes FROM, temperatures °C, "
                "precipitation mm, elevation m; date is text (2015-01-31).",
            ),
            nodata=translate(
                "CarbonServiceFlow",
                "missing values (32766, 32744) and values of quality code 2 become NULL. Code 17, calm, has no "
                "direction: NULL, with 1 in max_calm or extreme_calm. A line that breaks the format, or repeats a "
                "station and day, is rejected and listed in the log.",
            ),
            crs=translate(
                "CarbonServiceFlow",
                "the points are in EPSG:4326. CSV gets the coordinates as columns X and Y; GeoPackage suits "
                "millions of records.",
            ),
            example="INPUT=SURF_CLI_CHN_MUL_DAY-WIN-11002-201501.TXT "
            "INPUT=SURF_CLI_CHN_MUL_DAY-WIN-11002-201502.TXT OUTPUT=wind.gpkg",
            more=translate(
                "CarbonServiceFlow",
                "Next step: carbonflow:prevailingwindstations with station, max_dir, max_speed and max_calm; "
                "carbonflow:stationstogrid for temperature and precipitation.",
            ),
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        form.add(
            QgsProcessingParameterMultipleLayers(
                "INPUT", translate("CarbonServiceFlow", "Daily files"), QgsProcessing.SourceType.TypeFile
            ),
            translate(
                "CarbonServiceFlow",
                "SURF_CLI_CHN_MUL_DAY text files of one element (WIN, TEM or PRE), as downloaded or parted by commas; "
                "one or more.",
            ),
        )
        form.enum(
            "ELEMENT",
            translate("CarbonServiceFlow", "Element"),
            [
                translate("CarbonServiceFlow", "From the file"),
                translate("CarbonServiceFlow", "Wind (WIN)"),
                translate("CarbonServiceFlow", "Temperature (TEM)"),
                translate("CarbonServiceFlow", "Precipitation (PRE)"),
            ],
            translate(
                "CarbonServiceFlow",
                "From the file: its name (…-TEM-12001-201501.TXT), else a header line, else the number of columns. "
                "Files of temperature and precipitation that say neither need a choice.",
            ),
            advanced=True,
        )
        form.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT",
                translate("CarbonServiceFlow", "Daily values"),
                QgsProcessing.SourceType.TypeVectorPoint,
            ),
            translate(
                "CarbonServiceFlow",
                "A point per station and day with the columns {columns}; of temperature {temperature}; of "
                "precipitation {precipitation}.",
            ).format(
                columns=", ".join(COLUMNS),
                temperature=", ".join(names("importcmadaily", "OUTPUT TEM")),
                precipitation=", ".join(names("importcmadaily", "OUTPUT PRE")),
            ),
        )
        form.output_number("RECORDS", translate("CarbonServiceFlow", "Records"))
        form.output_number("REJECTED", translate("CarbonServiceFlow", "Rejected lines"))

    def run_steps(self) -> Steps:
        from . import importcmadaily_run

        return importcmadaily_run
