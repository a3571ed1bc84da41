"""Prevailing wind at stations."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterField,
    QgsWkbTypes,
)

from ..core.charts import require_plotly, write_page
from ..core.charts_wind import Rose, rose_charts
from ..core.progress import Progress
from ..core.stations import Observations, StationWinds, prevailing_at_stations
from ..core.wind import CALM, ROSE_FIELDS, USUAL_CALM_BELOW
from ..core.wind_codes import DirectionFormat
from .base import CarbonAlgorithm
from .chart_words import compass_words, rose_note
from .inputs import Inputs
from .outputs import Outputs
from .parameters import Form
from .records import point_wkb, read_records
from .translation import language, translate

COLUMNS = (
    ("station", str),
    ("records", int),
    *((name, float) for name in ("prevailing_dir", "prevailing_freq", "resultant_dir", "constancy", "mean_speed")),
    ("calm_freq", float),
    *((name, float) for name in ROSE_FIELDS[:CALM]),
)


@dataclass(frozen=True)
class Gathered:
    """What the computation needs; `crs` is the points' (WKT)."""

    observations: Observations
    how: DirectionFormat
    calm_below: float
    crs: str


class PrevailingWindStations(CarbonAlgorithm):
    """Sector frequencies, prevailing and resultant wind per station, from its observations."""

    GROUP = "flow"

    def name(self) -> str:
        return "prevailingwindstations"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Prevailing wind at stations")

    def tags(self) -> list[str]:
        return "wind,prevailing,direction,rose,station,calm,constancy,主导风向,风向频率,风玫瑰图,气象站,静风".split(",")

    def shortHelpString(self) -> str:
        return translate(
            "CarbonServiceFlow",
            "From a record per observation to the wind of each station: frequencies f of 16 sectors (N is 348.75 to "
            "11.25 degrees) and of calm, which sum to 1; the most frequent sector (with a tie, the first clockwise "
            "from north); the resultant, which is the direction of the mean vector (sum -s sin d, sum -s cos d) / n; "
            "and the constancy, its length divided by the mean speed, 0 to 1 (Singer 1967, J. Appl. Meteor. 6, 1033). "
            "In a monsoon climate the two directions differ. Directions are those the wind comes FROM, in degrees "
            "from true north.\n\n"
            "Calm has no direction: it counts among the records, not in the sectors. Calm is what the direction or "
            "the calm field says, and a speed of 0 or below the limit. Records without a direction that are not calm "
            "do not count, and their number is logged. A direction that cannot be (400 degrees, code 18) is an "
            "error. Records without a speed are in the frequencies only; without a speed field every wind has the "
            "same weight. Missing values may be NULL, 32766, 32744, 999 and the like.\n\n"
            "A station's point is that of its first record, in the CRS of the input; a table without points gives "
            "one.\n\n"
            "Example: qgis_process run carbonflow:prevailingwindstations -- INPUT=wind.gpkg STATION_FIELD=station "
            "DIRECTION_FIELD=max_dir SPEED_FIELD=max_speed CALM_FIELD=max_calm OUTPUT=prevailing.gpkg HTML=roses.html",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = Form(self)
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
        )
        form.field(
            "DIRECTION_FIELD",
            translate("CarbonServiceFlow", "Field with the directions"),
            "INPUT",
            translate("CarbonServiceFlow", "Direction the wind comes from; C or 静风 is calm in every format."),
            optional=False,
        )
        form.enum(
            "DIRECTION_FORMAT",
            translate("CarbonServiceFlow", "Directions are"),
            [
                translate("CarbonServiceFlow", "Degrees"),
                translate("CarbonServiceFlow", "16-sector codes (1 = N to 16 = NNW, 17 = calm)"),
                translate("CarbonServiceFlow", "Compass letters (N, NNE, ...)"),
            ],
            translate(
                "CarbonServiceFlow",
                "Degrees are clockwise from true north, 0 to 360; letters may be English or Chinese (东北).",
            ),
        )
        form.field(
            "SPEED_FIELD",
            translate("CarbonServiceFlow", "Field with the speeds"),
            "INPUT",
            translate("CarbonServiceFlow", "m/s. Empty: all winds have the same weight, and there is no mean speed."),
        )
        form.number(
            "CALM_BELOW",
            translate("CarbonServiceFlow", "Calm below, m/s"),
            translate("CarbonServiceFlow", "A wind slower than this is calm; so is one of speed 0."),
            default=USUAL_CALM_BELOW,
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
        form.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT",
                translate("CarbonServiceFlow", "Winds of the stations"),
                QgsProcessing.SourceType.TypeVector,
            ),
            translate("CarbonServiceFlow", "A row per station with the columns {columns}.").format(
                columns=", ".join(name for name, _ in COLUMNS)
            ),
        )
        form.output_page(
            "HTML",
            translate("CarbonServiceFlow", "Wind roses"),
            translate("CarbonServiceFlow", "A page with the wind rose of every station; works offline."),
        )
        form.output_number("STATIONS", translate("CarbonServiceFlow", "Stations"))
        form.output_number("RECORDS", translate("CarbonServiceFlow", "Records that count"))

    def gather(self, inputs: Inputs, progress: Progress) -> Gathered:
        names = ("STATION_FIELD", "DIRECTION_FIELD", "SPEED_FIELD", "CALM_FIELD", "TIME_FIELD")
        fields = {name: inputs.text(name) for name in names if inputs.given(name)}
        records = read_records(inputs, "INPUT", list(dict.fromkeys(fields.values())))
        columns = {name: records.columns[field] for name, field in fields.items()}
        observations = Observations(
            records.name,
            columns["STATION_FIELD"],
            columns["DIRECTION_FIELD"],
            columns.get("SPEED_FIELD"),
            columns.get("TIME_FIELD"),
            columns.get("CALM_FIELD"),
            records.x,
            records.y,
            records.rows,
            fields["DIRECTION_FIELD"],
        )
        how = DirectionFormat(inputs.whole("DIRECTION_FORMAT"))
        return Gathered(observations, how, inputs.number("CALM_BELOW"), records.crs)

    def compute(self, outputs: Outputs, progress: Progress) -> dict[str, Any]:
        given: Gathered = self.gathered
        page = outputs.page("HTML")
        if page:
            require_plotly()
        winds = prevailing_at_stations(given.observations, given.how, given.calm_below, progress)
        spatial = given.observations.x is not None
        if spatial and not outputs.holds_points("OUTPUT"):
            progress.warning("A spreadsheet holds no points: the stations' places are lost. Choose .gpkg or .csv.")
        rows = winds.rows()
        places = [point_wkb(x, y) for x, y in zip(winds.x, winds.y)]
        kind = QgsWkbTypes.Type.Point if spatial else QgsWkbTypes.Type.NoGeometry
        located = ({**row, "geometry": place} for row, place in zip(rows, places))
        outputs.table("OUTPUT", COLUMNS, located, kind, given.crs)
        if page:
            _write_roses(page, winds, rows)
        return {"STATIONS": len(winds), "RECORDS": sum(row["records"] for row in rows)}


def _advanced_field(form: Form, name: str, text: str, help_text: str) -> None:
    definition = QgsProcessingParameterField(name, text, parentLayerParameterName="INPUT", optional=True)
    form.add(definition, help_text, advanced=True)


def _write_roses(page: str, winds: StationWinds, rows: list[dict[str, Any]]) -> None:
    roses = [
        Rose(row["station"], rose, math.nan if row["resultant_dir"] is None else row["resultant_dir"], _facts(row))
        for row, rose in zip(rows, winds.winds.rose)
    ]
    calm, title = translate("CarbonServiceFlow", "calm"), translate("CarbonServiceFlow", "Wind roses")
    write_page(page, title, rose_charts(roses, calm, compass_words()), language(), [rose_note()])


def _facts(row: dict[str, Any]) -> str:
    facts = [translate("CarbonServiceFlow", "{count} records").format(count=f"{row['records']:,}")]
    if row["mean_speed"] is not None:
        facts.append(translate("CarbonServiceFlow", "mean {speed} m/s").format(speed=f"{row['mean_speed']:.1f}"))
    if row["constancy"] is not None:
        facts.append(translate("CarbonServiceFlow", "constancy {value}").format(value=f"{row['constancy']:.2f}"))
    return " · ".join(facts)
