"""Write the page of text that ends the demo: the accounts, and how they compare with the published study."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd

# DOI 10.12677/ag.2022.125066: by province, 2015 and 2020, ratio (mean of the cells' ratios) and flow t/km2; by reach
# the means of emission and sequestration, t/ha, for 2015; correlation of C - E with the drivers, 2015 (Table 8).
STUDY_RATIO = {
    "Shanghai": (2.945, 2.956), "Jiangsu": (1.809, 1.832), "Zhejiang": (1.191, 1.343), "Anhui": (0.659, 0.627),
    "Fujian": (0.093, 0.090), "Jiangxi": (0.435, 0.346), "Henan": (0.135, 0.123), "Hubei": (0.554, 0.554),
    "Hunan": (0.354, 0.400), "Guangxi": (0.147, 0.119), "Shaanxi": (0.132, 0.135), "Chongqing": (0.415, 0.310),
    "Sichuan": (0.184, 0.173), "Guizhou": (0.226, 0.216), "Yunnan": (0.251, 0.258), "Xizang": (0.093, 0.091),
    "Gansu": (0.091, 0.089), "Qinghai": (0.183, 0.209),
}  # fmt: skip
STUDY_FLOW = {
    "Fujian": (2370.39, 2359.54), "Guangxi": (2152.76, 2710.63), "Shanghai": (2111.65, 2307.49),
    "Yunnan": (2101.70, 2126.95), "Guizhou": (2080.70, 2081.08), "Gansu": (2067.39, 2068.99),
    "Shaanxi": (2064.64, 2067.12), "Hunan": (2038.57, 2041.53), "Jiangxi": (2029.73, 2035.83),
    "Xizang": (2014.85, 2119.94), "Zhejiang": (2004.28, 2047.06), "Sichuan": (1985.65, 1990.95),
    "Chongqing": (1953.06, 1963.21), "Hubei": (1929.01, 1932.99), "Henan": (1907.74, 1856.91),
    "Anhui": (1855.77, 1820.73), "Jiangsu": (1665.65, 1732.97), "Qinghai": (1523.12, 1628.35),
}  # fmt: skip
STUDY_YEARS = (2015, 2020)
STUDY_REACH = {"upper": (22.10, 244.25), "middle": (23.78, 265.42), "lower": (26.82, 196.75)}
# As printed for 2020, where its own means give 0.0887, 0.0922 and 0.1389.
STUDY_REACH_RATIO_2020 = {"upper": "0.090", "middle": "0.090", "lower": "0.138"}
STUDY_MEANS = {"sequestration": 248.7, "emission": 21.7}
STUDY_R = {
    "population": -0.214, "gdp": -0.181, "elevation": -0.078, "landcover": -0.571, "temperature": 0.181,
    "precipitation": 0.127,
}  # fmt: skip
ACCOUNTS = (
    ("ABSORBED_HOME_T", "absorbed in the cell itself"),
    ("ABSORBED_DOWNWIND_T", "absorbed downwind"),
    ("EXPORTED_T", "exported over the border"),
    ("GAPS_T", "lost to gaps"),
    ("DISPERSED_T", "dispersed"),
    ("TRAPPED_T", "trapped"),
    ("CALM_T", "left in calm cells"),
)


def table(header: list[str], rows: list[list[object]]) -> list[str]:
    """Return a Markdown table; numbers as they are given."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]


def million(tonnes: float) -> str:
    """Tonnes as millions."""
    return f"{tonnes / 1e6:,.2f}"


class Page:
    """Reads the demo's tables and adds one section after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        told = json.loads((folder / "numbers.json").read_text(encoding="utf-8"))
        self.numbers, self.warnings = told["numbers"], told["warnings"]
        self.years = sorted(int(path.stem[-4:]) for path in folder.glob("balance_by_province_*.csv"))
        self.lines = [
            "# Carbon accounts of the Yangtze provinces",
            "",
            f"18 provinces, {' and '.join(map(str, self.years))}, on a 5 km equal-area grid. Land cover MODIS IGBP "
            "2019 for both years, densities and coefficients of the study (DOI 10.12677/ag.2022.125066), figures "
            "of the National Bureau of Statistics and of CEADs. The wind is one week of March 2026: it shows the "
            "method, not a climate. Sources and stand-ins: `resources/sample/README.md`. Every command: `log.txt`.",
        ]

    def csv(self, name: str) -> pd.DataFrame:
        """Read a table of the demo."""
        return pd.read_csv(self.folder / f"{name}.csv")

    def section(self, title: str, *lines: str) -> None:
        """Add a section."""
        self.lines += ["", f"## {title}", "", *lines]

    def totals(self) -> None:
        """Totals by year."""
        names = [f"Balance, {year}" for year in self.years]
        area = self.csv(f"balance_by_province_{self.years[0]}")["area_ha"].sum()
        rows = [["area, million ha", *(f"{area / 1e6:.2f}" for _ in names)]]
        for key, label in (
            ("SEQUESTRATION_T", "sequestration (carbon stock), million t C"),
            ("EMISSION_T", "emission, million t C per year"),
            ("FLOW_T", "flow min(E, C), million t C per year"),
        ):
            rows.append([label, *(million(self.numbers[name][key]) for name in names)])
        for key, label in (("SEQUESTRATION_T", "sequestration, t/ha"), ("EMISSION_T", "emission, t/ha")):
            rows.append([label, *(f"{self.numbers[name][key] / area:.2f}" for name in names)])
        for key, label in (("RATIO_OF_TOTALS", "ratio of the totals"), ("MEAN_RATIO", "mean of the cells' ratios")):
            rows.append([label, *(f"{self.numbers[name][key]:.4f}" for name in names)])
        self.section("Totals", *table(["", *map(str, self.years)], rows))

    def sources(self) -> None:
        """Emission by source."""
        frames = {year: self.csv(f"emission_by_province_{year}") for year in self.years}
        columns = [c for c in frames[self.years[0]].columns if c.endswith("_t") and c != "total_t"]
        rows = [[c[:-2], *(million(frames[year][c].sum()) for year in self.years)] for c in [*columns, "total_t"]]
        self.section("Emission by source, million t C per year", *table(["source", *map(str, self.years)], rows))

    def reaches(self) -> None:
        """Ratios by reach."""
        rows = []
        for year in self.years:
            for _, row in self.csv(f"balance_by_reach_{year}").iterrows():
                emission, stock = STUDY_REACH[row["zone"]]
                study = f"{emission / stock:.4f}" if year == 2015 else STUDY_REACH_RATIO_2020[row["zone"]]
                rows.append([
                    year, row["zone"], f"{row['emission_t_ha']:.2f}", f"{row['sequestration_t_ha']:.2f}",
                    f"{row['ratio_of_totals']:.4f}", study, f"{row['mean_ratio']:.4f}", f"{row['flow_t_km2']:.0f}",
                ])  # fmt: skip
        header = ["year", "reach", "E t/ha", "C t/ha", "ratio of totals", "study", "mean ratio", "flow t/km²"]
        self.section("By reach", *table(header, rows))

    def provinces(self, year: int) -> None:
        """Ratios and flow by province."""
        rows = []
        for _, row in self.csv(f"balance_by_province_{year}").sort_values("rank").iterrows():
            place = STUDY_YEARS.index(year)
            study = [f"{STUDY_RATIO[row['zone']][place]:.3f}", f"{STUDY_FLOW[row['zone']][place]:.0f}"]
            rows.append([
                int(row["rank"]), row["zone"], f"{row['ratio_of_totals']:.4f}", f"{row['mean_ratio']:.4f}",
                f"{row['median_ratio']:.4f}", study[0], f"{row['flow_t_km2']:.0f}", study[1],
            ])  # fmt: skip
        header = ["rank", "province", "ratio of totals", "mean ratio", "median ratio", "study", "flow t/km²", "study"]
        self.section(f"By province, {year}", *table(header, rows))

    def routed(self, year: int) -> None:
        """Where the wind carries what is left: accounts, provinces, pairs."""
        numbers = self.numbers[f"Routed flow, {year}"]
        emission = numbers["EMISSION_T"]
        rows = [[label, million(numbers[key]), f"{100 * numbers[key] / emission:.4f}"] for key, label in ACCOUNTS]
        settled = sum(numbers[key] for key, _ in ACCOUNTS)
        rows.append(["sum of the above", million(settled), f"{100 * settled / emission:.4f}"])
        rows.append(["emission", million(emission), "100"])
        difference = abs(settled - emission) / emission
        self.section(
            f"Flow along the wind, {year}: mass balance",
            *table(["account", "million t C", "% of emission"], rows),
            "",
            f"Sum and emission differ by {difference:.1e} of the emission; the routing itself reports "
            f"{numbers['BALANCE_ERROR']:.1e}.",
        )
        zones = self.csv(f"routed_by_province_{year}")
        rows = [[row["zone"], *(million(row[c]) for c in zones.columns[1:])] for _, row in zones.iterrows()]
        self.section(
            f"Flow by province, {year}, million t C",
            *table([c.removesuffix("_t").replace("_", " ") for c in zones.columns], rows),
        )
        flows = self.csv(f"origin_destination_{year}")
        between = flows[(flows["from_zone"] != flows["to_zone"]) & ~flows["to_zone"].str.startswith("(")]
        rows = [[r["from_zone"], r["to_zone"], million(r["flow_t"])] for _, r in between.head(15).iterrows()]
        self.section(f"Largest flows between provinces, {year}", *table(["from", "to", "million t C per year"], rows))

    def drivers(self) -> None:
        """Correlation with the drivers."""
        frames = {year: self.csv(f"drivers_{year}").set_index("layer")["r"] for year in self.years}
        rows = []
        for name, study in STUDY_R.items():
            values = [frames[year][next(k for k in frames[year].index if k.startswith(name))] for year in self.years]
            agrees = "same sign" if values[0] * study > 0 else "other sign"
            rows.append([name, *(f"{value:+.3f}" for value in values), f"{study:+.3f}", agrees])
        header = ["driver", *map(str, self.years), "study, 2015", ""]
        self.section(
            "Correlation of C − E with the drivers (Pearson over cells)",
            *table(header, rows),
            "",
            "Land-cover codes are categories: their r depends on how the classes are numbered (IGBP here, CNLUCC in "
            "the study). Emission and stock are both made from land cover, so that dependence is built in.",
        )

    def comparison(self) -> None:
        """What agrees with the study, what does not, and why."""
        year = self.years[0]
        zones = self.csv(f"balance_by_province_{year}").set_index("zone")
        ratio, flow_of = (
            pd.Series({name: values[STUDY_YEARS.index(year)] for name, values in study.items()}).reindex(zones.index)
            for study in (STUDY_RATIO, STUDY_FLOW)
        )
        order = zones["mean_ratio"].rank().corr(ratio.rank())
        flow = zones["flow_t_km2"].rank().corr(flow_of.rank())
        numbers, area = self.numbers[f"Balance, {year}"], zones["area_ha"].sum()
        top = ", ".join(zones["mean_ratio"].sort_values(ascending=False).index[:4])
        study_top = ", ".join(ratio.sort_values(ascending=False).index[:4])
        self.section(
            "Against the study",
            f"- Stock: {numbers['SEQUESTRATION_T'] / area:.1f} t/ha here, {STUDY_MEANS['sequestration']} there. These "
            "are whole provinces, with all of Xizang, Qinghai and Gansu and their deserts; the study has the basin.",
            f"- Emission: {numbers['EMISSION_T'] / area:.1f} t/ha here, {STUDY_MEANS['emission']} there.",
            f"- Order of the provinces by the mean of the cells' ratios, {year}: rank correlation {order:.2f} with the "
            f"study's. Largest here: {top}; there: {study_top}.",
            f"- Order of the provinces by flow: rank correlation {flow:.2f}.",
            "- Cells of 5 km by the most frequent class lose towns, lakes and small woods that 1 km CNLUCC maps keep: "
            "fewer built-up cells, whose ratios are the high ones; the emission of a province's towns is heaped on the "
            "few built-up cells that are left. Mean ratios hang on those few cells. Water cells have the lowest ratios "
            "here: MODIS does not tell lakes, whose respiration makes them high in the study, from rivers.",
            "- MODIS calls much of southern China's hills savanna; counted as woodland by canopy cover, as in CNLUCC.",
            "- One land cover serves both years: what changes is the yearbooks' figures only.",
            "- Livestock is spread over cropland and grassland, people over the settled land; the study puts all on "
            "built-up land. Soil respiration is added as published, as carbon, though it is almost certainly CO2.",
            "- Stock (t/ha) is set against annual emission (t/ha per year), as in the study: little is left to travel.",
            "- Wind, temperature and rain are of one week: their part says nothing about 2015 or 2020.",
            "",
            "Nothing was tuned to match.",
        )

    def told(self) -> None:
        """Warnings of the tools, step by step."""
        lines = [f"- {title}: {warning}" for title, found in self.warnings.items() for warning in found]
        self.section("What the tools warned of", *lines)

    def write(self) -> None:
        """Write all sections."""
        self.totals()
        self.sources()
        self.reaches()
        for year in self.years:
            self.provinces(year)
        for year in self.years:
            self.routed(year)
        self.drivers()
        self.comparison()
        self.told()
        (self.folder / "accounts.md").write_text("\n".join(self.lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    Page(Path(sys.argv[1])).write()
