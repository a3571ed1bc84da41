"""Read China's daily wind files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMultipleLayers,
    QgsWkbTypes,
)

from ...core.progress import Progress
from ...core.stations.cma_daily import DailyWind, DailyWindFiles
from ...core.tables.columns import fields, names
from ..framework.base import CarbonAlgorithm
from ..framework.help import HelpParts
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from ..framework.parameters import ParameterAdder
from ..framework.station_records import point_wkb, wgs84
from ..framework.translation import translate

COLUMNS = names("importcmadaily", "OUTPUT")


class ImportCmaDaily(CarbonAlgorithm):
    """A point per station and day from SURF_CLI_CHN_MUL_DAY wind files."""

    GROUP = "flow"

    def name(self) -> str:
        return "importcmadaily"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Read China's daily wind files")

    def tags(self) -> list[str]:
        tags = "carbon,wind,station,CMA,SURF_CLI_CHN_MUL_DAY,WIN,daily,气象站,日值数据集,地面气候资料,风向,风速,固碳"
        return tags.split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "Reads the wind files of China's daily surface climate data set (SURF_CLI_CHN_MUL_DAY, element "
                "WIN, text) into a point per station and day.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "latitude and longitude are degrees and minutes (5258 is 52 degrees 58 minutes); speeds above 1000 "
                "exceeded the instrument and lose that 1000; direction codes 1 to 16 become (code - 1) x 22.5 "
                "degrees. Source: description of the data set V3.0, National Meteorological Information Centre.",
            ),
            units=translate(
                "CarbonServiceFlow",
                "speeds m/s (0.1 m/s in the files), directions in degrees the wind comes FROM, elevation m; date "
                "is text (2015-01-31).",
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
                "Next step: carbonflow:prevailingwindstations with station, max_dir, max_speed and max_calm.",
            ),
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        form.add(
            QgsProcessingParameterMultipleLayers(
                "INPUT", translate("CarbonServiceFlow", "Wind files"), QgsProcessing.SourceType.TypeFile
            ),
            translate("CarbonServiceFlow", "SURF_CLI_CHN_MUL_DAY WIN text files, as downloaded; one or more."),
        )
        form.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT",
                translate("CarbonServiceFlow", "Daily winds"),
                QgsProcessing.SourceType.TypeVectorPoint,
            ),
            translate("CarbonServiceFlow", "A point per station and day with the columns {columns}.").format(
                columns=", ".join(COLUMNS)
            ),
        )
        form.output_number("RECORDS", translate("CarbonServiceFlow", "Records"))
        form.output_number("REJECTED", translate("CarbonServiceFlow", "Rejected lines"))

    def gather(self, inputs: Inputs, progress: Progress) -> list[str]:
        return inputs.files("INPUT")

    def compute(self, outputs: Outputs, progress: Progress) -> dict[str, Any]:
        if not outputs.holds_points("OUTPUT"):
            progress.warning("A spreadsheet holds no points: the stations' places are lost. Choose .gpkg or .csv.")
        files = DailyWindFiles(self.gathered, progress)
        outputs.table("OUTPUT", fields("importcmadaily", "OUTPUT"), _rows(files), QgsWkbTypes.Type.Point, wgs84())
        return {"RECORDS": files.records, "REJECTED": files.rejected}


def _rows(records: DailyWindFiles) -> Iterator[dict[str, Any]]:
    for record in records:
        yield _row(record)


def _row(record: DailyWind) -> dict[str, Any]:
    values = record._asdict()
    return {
        **{name: values[name] for name in COLUMNS},
        "date": record.date.isoformat(),
        "max_calm": int(record.max_calm),
        "extreme_calm": int(record.extreme_calm),
        "geometry": point_wkb(record.lon, record.lat),
    }
