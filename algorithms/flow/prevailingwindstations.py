"""Prevailing wind at stations."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)

from ...core.tables.columns import names
from ...core.wind.directions import BEAUFORT_CALM_LIMIT
from ...core.wind.reports.special_codes import DEFAULT_CODES
from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.station_records import DAILY_WIND_FIELDS
from ..framework.translation import translate


class PrevailingWindStations(CarbonAlgorithm):
    """Sector frequencies, prevailing and resultant wind per station, from its observations."""

    GROUP = "flow"
    CHARTS_OF_TABLES = False

    def name(self) -> str:
        return "prevailingwindstations"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Prevailing wind at stations")

    def tags(self) -> list[str]:
        tags = (
            "carbon,wind,prevailing,direction,rose,station,calm,constancy,固碳,主导风向,风向频率,风玫瑰图,气象站,静风"
        )
        return tags.split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "From a record per observation to the wind of each station: prevailing and resultant direction, "
                "constancy, mean speed, calms and the frequencies of 16 sectors. In a monsoon climate the two "
                "directions differ.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "the frequencies f of the sectors (N is 348.75 to 11.25 degrees) and of calm sum to 1; prevailing "
                "is the most frequent sector (with a tie, the first clockwise from north); resultant is the "
                "direction of the mean vector (sum -s sin d, sum -s cos d) / n; constancy is its length divided by "
                "the mean speed, 0 to 1 (Singer 1967, J. Appl. Meteor. 6, 1033).",
            ),
            units=translate(
                "CarbonServiceFlow",
                "directions in degrees the wind comes FROM, clockwise from true north; speeds m/s; frequencies 0 to 1.",
            ),
            nodata=translate(
                "CarbonServiceFlow",
                "missing values may be NULL, 32766, 32744, 999 and the like. Records without a direction that are "
                "not calm do not count, and their number is logged; records without a speed are in the frequencies "
                "only. Calm has no direction: it counts among the records, not in the sectors; it is what the "
                "direction or the calm field says, and a speed of 0 or below the limit. A variable wind is no record "
                "of a direction. A record with a cell that cannot be (400 degrees, code 18) is left out and told; "
                "above 5 % of the records it is an error.",
            ),
            crs=translate(
                "CarbonServiceFlow",
                "any: a station's point is that of its first record, in the CRS of the input. A table without "
                "points gives a table.",
            ),
            example="INPUT=wind.gpkg STATION_FIELD=station DIRECTION_FIELD=max_dir SPEED_FIELD=max_speed "
            "CALM_FIELD=max_calm OUTPUT=prevailing.gpkg HTML=roses.html",
            more=translate(
                "CarbonServiceFlow",
                "Without a speed field every wind has the same weight. A layer of carbonflow:importcmadaily needs "
                "no choice of fields: station, max_dir, max_speed and max_calm are taken, and the log says so.",
            ),
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        form.table(
            "INPUT",
            translate("CarbonServiceFlow", "Observations"),
            translate("CarbonServiceFlow", "Points or a table with a record per observation, of one or many stations."),
        )
        form.field(
            "STATION_FIELD",
            translate("CarbonServiceFlow", "Field with the stations"),
            "INPUT",
            translate("CarbonServiceFlow", "Number or name of the station; must not be empty."),
            optional=False,
            default=DAILY_WIND_FIELDS["STATION_FIELD"],
        )
        form.field(
            "DIRECTION_FIELD",
            translate("CarbonServiceFlow", "Field with the directions"),
            "INPUT",
            translate("CarbonServiceFlow", "Direction the wind comes from; C or 静风 is calm in every format."),
            optional=False,
            default=DAILY_WIND_FIELDS["DIRECTION_FIELD"],
        )
        form.enum(
            "DIRECTION_FORMAT",
            translate("CarbonServiceFlow", "Directions are"),
            [
                translate("CarbonServiceFlow", "Degrees"),
                translate("CarbonServiceFlow", "16-sector codes (1 = N to 16 = NNW, 17 = calm)"),
                translate("CarbonServiceFlow", "Compass letters (N, NNE, ...)"),
                translate("CarbonServiceFlow", "Tens of degrees (36 = N, 99 = variable)"),
            ],
            translate(
                "CarbonServiceFlow",
                "Degrees are clockwise from true north, 0 to 360; letters may be English or Chinese (东北). Wind "
                "fields of NOAA's Integrated Surface Database (160,1,N,0046,1) are seen, and their speeds read, too.",
            ),
        )
        form.field(
            "SPEED_FIELD",
            translate("CarbonServiceFlow", "Field with the speeds"),
            "INPUT",
            translate("CarbonServiceFlow", "m/s. Empty: all winds have the same weight, and there is no mean speed."),
            default=DAILY_WIND_FIELDS["SPEED_FIELD"],
        )
        form.number(
            "CALM_BELOW",
            translate("CarbonServiceFlow", "Calm below, m/s"),
            translate("CarbonServiceFlow", "A wind slower than this is calm; so is one of speed 0."),
            default=BEAUFORT_CALM_LIMIT,
            minimum=0.0,
        )
        _advanced_field(
            form,
            "CALM_FIELD",
            translate("CarbonServiceFlow", "Field that marks calm"),
            translate("CarbonServiceFlow", "Yes or 1 where a record is calm, such as max_calm of the daily files."),
        )
        _advanced_field(
            form,
            "TIME_FIELD",
            translate("CarbonServiceFlow", "Field with the times"),
            translate(
                "CarbonServiceFlow", "To find records that repeat a station and time; they count, with a warning."
            ),
        )
        form.enum(
            "STEP",
            translate("CarbonServiceFlow", "Reports in steps"),
            [
                translate("CarbonServiceFlow", "As reported"),
                translate("CarbonServiceFlow", "Spread over the step of the reports"),
            ],
            translate(
                "CarbonServiceFlow",
                "Of directions in steps of 10 degrees some sectors own three values and others two; letters of 8 "
                "points leave every other sector empty. Spread: each report is shared among the sectors within half "
                "a step of it.",
            ),
            advanced=True,
        )
        form.add(
            QgsProcessingParameterString(
                "CODES",
                translate("CarbonServiceFlow", "Codes among the directions"),
                DEFAULT_CODES,
                optional=True,
            ),
            translate(
                "CarbonServiceFlow",
                "Values that are no directions: calm=, variable= and missing=, several by commas. 0 is a calm where "
                "360 occurs in the column, too; north=0 makes it a north.",
            ),
            advanced=True,
        )
        form.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT",
                translate("CarbonServiceFlow", "Winds of the stations"),
                QgsProcessing.SourceType.TypeVector,
            ),
            translate("CarbonServiceFlow", "A row per station with the columns {columns}.").format(
                columns=", ".join(names("prevailingwindstations", "OUTPUT"))
            ),
        )
        form.output_page(
            "HTML",
            translate("CarbonServiceFlow", "Wind roses"),
            translate("CarbonServiceFlow", "A page with the wind rose of every station; works offline."),
        )
        form.output_number("STATIONS", translate("CarbonServiceFlow", "Stations"))
        form.output_number("RECORDS", translate("CarbonServiceFlow", "Records that count"))
        form.output_number("VARIABLE", translate("CarbonServiceFlow", "Records of variable winds"))
        form.output_number("REJECTED", translate("CarbonServiceFlow", "Records that cannot be read"))

    def run_steps(self) -> Steps:
        from . import prevailingwindstations_run

        return prevailingwindstations_run


def _advanced_field(form: ParameterAdder, name: str, text: str, help_text: str) -> None:
    definition = QgsProcessingParameterField(
        name, text, DAILY_WIND_FIELDS.get(name), parentLayerParameterName="INPUT", optional=True
    )
    form.add(definition, help_text, advanced=True)
