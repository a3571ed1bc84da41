"""Words of the charts in English, hostile names, and what a written page holds."""

from __future__ import annotations

from html.parser import HTMLParser

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
