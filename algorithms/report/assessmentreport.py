"""Report of an assessment: one page that works offline, and a PDF with a map on each page."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingOutputFile, QgsProcessingParameterFileDestination

from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate
from .inputs import add_parameters


class AssessmentReport(CarbonAlgorithm):
    """Figures, maps, charts, accounts, factors and commands of an assessment, for one year or two."""

    GROUP = "report"

    def name(self) -> str:
        return "assessmentreport"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Report of an assessment")

    def flags(self) -> Any:
        # Layouts and fonts belong to the main thread.
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def tags(self) -> list[str]:
        return "report,HTML,PDF,map,layout,chart,summary,carbon,报告,制图,图表,碳,固碳,评估".split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "One page for people who decide: key figures, maps, charts, tables, the accounts with their mass "
                "balance, every factor with its source, warnings, versions, and the commands with which all can be "
                "repeated. The page is one file that works offline. The PDF has the key figures and a print layout "
                "per map. Everything is optional: what is given is told.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "totals are sums of density x cell area; the accounts are those of carbonflow:windflowrouting, added "
                "up again. Method: DOI 10.12677/ag.2022.125066.",
            ),
            units=translate(
                "CarbonServiceFlow",
                "densities t C/ha, totals t C, thousand or million where they are large; area km².",
            ),
            nodata=translate("CarbonServiceFlow", "stays white on the maps, and counts in no total."),
            crs=translate(
                "CarbonServiceFlow",
                "any; maps are drawn in the rasters' own CRS, those in degrees in an equal-area projection.",
            ),
            example="STOCK=stock.tif EMISSION=emission.tif RATIO=ratio.tif ZONES=provinces.gpkg "
            "BALANCE_TABLE=ratio.csv OUTPUT_HTML=report.html",
            more=translate(
                "CarbonServiceFlow",
                "Rasters of this plugin carry a record of how they were made (gdalinfo -mdd CARBON_SERVICE_FLOW "
                "file.tif); factors, warnings and commands come from there. Layers of the project are drawn with the "
                "style they have there, files with the plugin's own. With the second year's inputs (advanced), both "
                "years stand side by side, with one style; stock and wind that are given once hold for both.",
            ),
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        add_parameters(form)
        form.output_page(
            "OUTPUT_HTML",
            translate("CarbonServiceFlow", "Report"),
            translate("CarbonServiceFlow", "A page for a browser; one file that works offline."),
            by_default=True,
        )
        files = translate("CarbonServiceFlow", "PDF files (*.pdf)")
        text = translate("CarbonServiceFlow", "Report as PDF")
        definition = QgsProcessingParameterFileDestination(
            "OUTPUT_PDF", text, files, optional=True, createByDefault=False
        )
        form.add(definition, translate("CarbonServiceFlow", "Key figures, and a print layout per map, A4 across."))
        if self.outputDefinition("OUTPUT_PDF") is None:
            self.addOutput(QgsProcessingOutputFile("OUTPUT_PDF", text))

    # What draws and writes is loaded when it is used, not when QGIS starts.

    def run_steps(self) -> Steps:
        from . import assessmentreport_run

        return assessmentreport_run
