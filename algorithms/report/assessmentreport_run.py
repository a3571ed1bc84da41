"""What `assessmentreport` does with its parameters: what is given for one year or two, drawn and written."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from osgeo import gdal
from qgis.core import NULL, Qgis

from ...core.charts.elements.page import require_packages
from ...core.errors import ParameterError
from ...core.messages import NOTHING_TO_REPORT
from ...core.progress import Progress
from ...core.provenance.ancestry import command_arguments, group_runs, trace_ancestry
from ...core.provenance.record import Step, read_record
from ...core.report.cards import cards
from ...core.report.figures import Year
from ...core.report.page import Command, Page, write_report
from ...core.report.steps import command_line
from ...core.report.totals import density_total
from ...core.wind.mean_rose import mean_rose
from ...core.zones.zones import Zones
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from ..framework.run_record import plugin_version, shown_path
from ..framework.translation import language, translate
from .charts import charts
from .fonts import font_family, needs_chinese
from .inputs import SECOND, Given, project_layer_ids, read_year, read_zones
from .map_layouts import Sheet, draw
from .maps import Ground, add_wind_arrows, sheets, style_years
from .pdf_pages import Cover, write_pdf
from .sections import Made, sections
from .words import report_words

DENSITIES = ("STOCK", "SEQUESTRATION", "EMISSION", "FLOW")


@dataclass(frozen=True)
class Gathered:
    """What the computation needs: the years that have something, zones, title, this run, tools' names by their ids."""

    years: tuple[Given, ...]
    zones: Zones | None
    title: str
    step: Step
    tool_names: Mapping[str, str]

    def tool_name(self, algorithm_id: str) -> str:
        """Return a tool's name in the toolbox and its id, the id alone when it is not there."""
        name = self.tool_names.get(algorithm_id.split(":")[-1])
        return f"{name} ({algorithm_id})" if name else algorithm_id


def check(inputs: Inputs) -> None:
    """Refuse a page without the packages that it needs, and a report of nothing."""
    if inputs.given("OUTPUT_HTML"):
        require_packages()
    if not any(name != "ZONES" and inputs.given(name) for name in inputs.layer_names()):
        raise ParameterError(NOTHING_TO_REPORT)


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Read what is given, in the main thread; raises `ParameterError` when that is nothing."""
    project_layers = project_layer_ids(inputs.context)
    read = [
        read_year(inputs, suffix, inputs.text(f"LABEL{suffix}"), project_layers, progress) for suffix in ("", SECOND)
    ]
    years = [year for year in read if not year.is_empty]
    if not years:
        raise ParameterError(NOTHING_TO_REPORT)
    if len(years) > 1:
        words = report_words()
        for year, word in zip(years, (words["first_year"], words["second_year"])):
            year.label = year.label or word
    return Gathered(tuple(years), read_zones(inputs), inputs.text("TITLE"), inputs.step, inputs.tool_names())


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Write what is wanted of page and PDF; there are no numbers."""
    page, pdf = outputs.file("OUTPUT_HTML"), outputs.file("OUTPUT_PDF")
    if not page and not pdf:
        # A model whose report is not wanted runs this step all the same.
        progress.warning("Neither OUTPUT_HTML nor OUTPUT_PDF is given: no report is written.")
        return {}
    if page:
        require_packages()
    words = report_words()
    records = _records(given.years)
    family = _font(given, words, progress)
    for year in given.years:
        add_wind_arrows(year)
    style_years(given.years, records, words)
    sources = _sources(given.years, records, words)
    ground = Ground.of(given.zones, family)
    maps = sheets(given.years, given.zones, ground, words, sources, progress)
    years = [_year(year, records, progress.span(0.0, 0.2)) for year in given.years]
    title = given.title or words["title"]
    subtitle = " · ".join(year.label for year in given.years if year.label)
    foot = words["foot"].format(
        plugin=plugin_version(),
        qgis=Qgis.version(),
        gdal=gdal.VersionInfo("RELEASE_NAME"),
        date=datetime.date.today().isoformat(),
    )
    if page:
        drawn = [(sheet, _draw(sheet, family, progress)) for sheet in maps]
        progress.fraction(0.6)
        command = _command(given.step, outputs)
        made = Made(years, drawn, charts(years, _stations(given.years)), _runs(given.years), command)
        parts = sections(made, given.tool_name, words)
        write_report(page, Page(title, subtitle, parts, language(), words, (foot, words["method"])))
    if pdf:
        cover = Cover(title, subtitle, cards(years, words), foot)
        write_pdf(pdf, outputs.path("OUTPUT_PDF"), cover, maps, family, progress)
    progress.fraction(1.0)
    return {}


def _command(step: Step, outputs: Outputs) -> Command:
    paths = {name: outputs.path(name) for name in ("OUTPUT_HTML", "OUTPUT_PDF") if outputs.wanted(name)}
    shown = {name: shown_path(path) for name, path in paths.items()}
    text = command_line(command_arguments(step, shown))
    return Command(translate("CarbonServiceFlow", "This report"), text)


def _draw(sheet: Sheet, family: str, progress: Progress) -> Any:
    progress.check()
    return draw(sheet, family)


def _records(years: Sequence[Given]) -> dict[str, Step]:
    """Records of the rasters, by parameter with suffix."""
    records = {}
    for year in years:
        for name, bands in year.bands.items():
            step = read_record(bands[0].path)
            if step is not None:
                records[name + year.suffix] = step
    return records


def _runs(years: Sequence[Given]) -> list[tuple[Step, Mapping[str, str]]]:
    """All runs behind the rasters, in their order, with the paths of what they wrote."""
    traced = trace_ancestry(bands[0].path for year in years for bands in year.bands.values())
    return [(step, {name: shown_path(path) for name, path in paths.items()}) for step, paths in group_runs(traced)]


def _year(given: Given, records: Mapping[str, Step], progress: Progress) -> Year:
    totals = {name: density_total(given.bands[name][0], progress) for name in DENSITIES if name in given.bands}
    rose = given.bands.get("ROSE")
    constancy = density_total(given.bands["CONSTANCY"][0], progress) if "CONSTANCY" in given.bands else None
    return Year(
        given.label,
        given.tables,
        totals,
        {name: records[name + given.suffix] for name in given.bands if name + given.suffix in records},
        mean_rose(rose, rose[0].grid, progress) if rose else None,
        constancy.tonnes / constancy.area_ha if constancy is not None and constancy.area_ha else None,
    )


def _stations(years: Sequence[Given]) -> dict[str, list[dict[str, Any]]]:
    """Rows of the stations' layers by the year's label."""
    by_label = {}
    for year in years:
        layer = year.layers.get("STATIONS")
        if layer is not None:
            names = layer.fields().names()
            rows = [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]
            several = sum("STATIONS" in one.layers for one in years) > 1
            label = year.label if several else ""
            by_label[label] = [
                {name: None if value is None or value == NULL else value for name, value in row.items()} for row in rows
            ]
    return by_label


def _sources(years: Sequence[Given], records: Mapping[str, Step], words: Mapping[str, str]) -> dict[str, str]:
    """The line below each map: the layer, and the step that made it where it is known."""
    sources = {}
    for year in years:
        for name, layer in year.names.items():
            step = records.get(name + year.suffix)
            text = words["made_by"].format(layer=layer, step=step.name, version=step.version) if step else layer
            sources[name + year.suffix] = words["source"].format(layers=text)
    return sources


def _font(given: Gathered, words: Mapping[str, str], progress: Progress) -> str:
    """A font with the glyphs of the words, names and labels."""
    texts = [given.title, *words.values(), *(given.zones.names if given.zones else ())]
    texts += [text for year in given.years for text in (year.label, *year.names.values())]
    chinese = needs_chinese(texts)
    family = font_family(chinese)
    if chinese and not family:
        progress.warning(
            "No installed font has Chinese characters: maps and PDF show boxes. Install one, such as Noto Sans CJK."
        )
        family = font_family(False)
    return family
