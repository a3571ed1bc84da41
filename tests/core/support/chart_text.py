"""Words of the charts in English, hostile names, and what a written page holds."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np

# Longer scripts are plotly's own.
PLOTLY = 1_000_000
HOSTILE = [
    "<script>alert(1)</script>",
    '<a href="javascript:alert(1)">click</a>',
    "</script><img src=x onerror=alert(1)>",
    "&lt;i&gt;<b>",
    "%{x} $x$",
    "A" * 300,
    "two\nlines\tand\u202ea turn",
    "积石山保安族东乡族撒拉族自治县" * 3,
]
ZONE_WORDS = {
    "title": "Title",
    "other_zones": "other zones ({count})",
    "shown": "{shown} of {count} shown",
    "without_value": "No value: {zones}.",
    "no_zone": "No zone.",
    "tonnes": "t",
    "thousand_t": "thousand t",
    "million_t": "Mt",
    "billion_t": "Gt",
    "balanced": "balanced",
    "emission": "Emission",
    "sequestration": "Sequestration",
    "change": "Change",
    "ratio_axis": "E / C",
}


class Tags(HTMLParser):
    """Keeps tags, texts and the text of scripts."""

    def __init__(self):
        super().__init__()
        self.tags, self.scripts, self.texts, self.inside = [], [], [], False

    @property
    def data(self):
        """What the scripts hold but plotly."""
        return "".join(script for script in self.scripts if len(script) < PLOTLY).encode().decode("unicode_escape")

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.inside = tag == "script"
        if self.inside:
            self.scripts.append("")

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.scripts[-1] += data
        else:
            self.texts.append(data)


def tags_of(path):
    parser = Tags()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


def bars(chart):
    """Lengths of the bars of a chart, a list per series."""
    return [list(trace.x) for trace in chart.figure.data if trace.type == "bar"]


def dots(chart):
    """Places of the markers of a chart, a list per series."""
    return [list(trace.x) for trace in chart.figure.data if trace.type == "scatter" and trace.mode == "markers"]


def labels(chart):
    return list(chart.figure.layout.yaxis.ticktext)


# Tonnes in the units that an axis may count in.
TONNES = {"t": 1.0, "thousand t": 1e3, "Mt": 1e6, "Gt": 1e9}


def unit_of(chart):
    """Tonnes in the unit that the axis says."""
    title = chart.figure.layout.xaxis.title.text.split(" C")[0]
    return TONNES[title]


def assert_self_contained(path):
    """No page loads anything: a policy forbids it, nothing asks for it, and plotly's script is there once."""
    text, parser = path.read_text(encoding="utf-8"), tags_of(path)
    assert "link" not in parser.tags
    assert "default-src 'none'" in text
    assert not re.search(r"<(script|img|link)[^>]*(src|href)=", text)
    assert sum(len(script) > PLOTLY for script in parser.scripts) == 1


def many(count, seed=0):
    """Rows of both zone tables (balance and change) with made-up numbers; names are not in the order of any number."""
    random = np.random.default_rng(seed)
    rows = []
    for k in range(count):
        e, c, area, before = random.lognormal(8, 2), random.lognormal(9, 1), random.uniform(1, 99), random.uniform(1, 9)
        change = before * random.normal(0, 0.2)
        rows.append(
            {
                "zone": f"zone {k}",
                "area_ha": area,
                "emission_t": e,
                "sequestration_t": c,
                "emission_t_ha": e / area,
                "sequestration_t_ha": c / area,
                "ratio_of_totals": e / c,
                "mean_ratio": e / c * random.uniform(0.5, 2),
                "before_t": before,
                "after_t": before + change,
                "change_t": change,
                "change_percent": 100 * change / before,
            }
        )
    return rows
