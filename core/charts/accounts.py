"""The accounts of a routing as charts: where all emission ends, where each zone's ends, who takes in how much.

    emission 100 = absorbed at home 60 + absorbed downwind 25 + exported 10 + trapped 5

    accounts_chart: a bar 0..100 for the emission, then what is taken off it, 40..100, 15..40, 5..15, 0..5

Accounts are the numbers of windflowrouting (t), rows those of its zone table. An account of 0 has no bar. Words come
from the caller, in the user's language; zone names are data and are escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .elements.bars import Marks, Series, hover_text, series_figure, zone_bars
from .elements.heatmap import Chart
from .elements.labels import MOST_ROWS, Row, exact, finite, full_name, label, percent, tonnes
from .elements.page import require_plotly, write_page
from .elements.palette import DESTINATIONS, EMISSION, SEQUESTRATION, UNFIXED_COLOUR
from .sankey import origin_destination_chart

Words = Mapping[str, str]
# The numbers of windflowrouting, in the order of the accounts.
ACCOUNTS = {
    "ABSORBED_HOME_T": "absorbed_home",
    "ABSORBED_DOWNWIND_T": "absorbed_downwind",
    "EXPORTED_T": "exported",
    "GAPS_T": "gaps",
    "DISPERSED_T": "dispersed",
    "TRAPPED_T": "trapped",
    "CALM_T": "calm",
}
# The columns of its zone table that add up to a zone's emission, with their words and colours.
FATES = {
    "absorbed_home_t": ("zone_home", DESTINATIONS["absorbed_home"]),
    "exported_to_zones_t": ("zone_exported", DESTINATIONS["absorbed_downwind"]),
    "left_region_t": ("left_region", DESTINATIONS["exported"]),
    "dispersed_t": ("dispersed", DESTINATIONS["dispersed"]),
    "unfixed_t": ("unfixed", UNFIXED_COLOUR),
}


def write_flow_page(
    path: str,
    accounts: Row,
    zones: Sequence[Row],
    flows: Sequence[Row],
    words: Words,
    notes: Sequence[str],
    language: str,
) -> None:
    """Write accounts, flows between zones and zones; `words` as in `flow_charts`, and title.

    Raises `ParameterError` without plotly.
    """
    require_plotly()
    write_page(path, words["title"], flow_charts(accounts, zones, flows, words), language, notes)


def flow_charts(accounts: Row, zones: Sequence[Row], flows: Sequence[Row], words: Words) -> list[Chart]:
    """Return the accounts and, where there are zones, the flows between them, their fates and their exchange.

    `words`: accounts, emission, emission_note (with {total}), the values of `ACCOUNTS`, fates, zone_home,
    zone_exported, exchange, imported, exported_to_zones, net, axis_exchange, and those of `origin_destination_chart`
    and `charts_bars.zone_bars`.
    """
    charts = [accounts_chart(accounts, words)]
    if zones:
        between = origin_destination_chart(flows, words)
        charts += [between] if between is not None else []
        charts += [fates_chart(zones, words), exchange_chart(zones, words)]
    return charts


def accounts_chart(accounts: Row, words: Words) -> Chart:
    """Return the emission and, step by step, where it ends; accounts of 0 have no bar."""
    emission = finite(accounts, "EMISSION_T") or 0.0
    unit = words["tonnes"]
    scale = tonnes([emission], unit)
    names, parts, bases, colours = [words["emission"]], [emission], [0.0], [EMISSION]
    left = emission
    for key, word in ACCOUNTS.items():
        part = finite(accounts, key)
        if part:
            left -= part
            names.append(words[word])
            parts.append(part)
            bases.append(left)
            colours.append(DESTINATIONS[word])
    labels = [f"{label(name)}  <b>{percent(part, emission)}</b>" for name, part in zip(names, parts)]
    hover = [
        f"<b>{full_name(name)}</b><br>{exact(part, unit)} ({percent(part, emission)})"
        for name, part in zip(names, parts)
    ]
    series = Series(
        words["emission"], [part / scale.divisor for part in parts], colours, [base / scale.divisor for base in bases]
    )
    figure = series_figure(labels, [series], hover, {"title": scale.unit})
    return Chart(figure, words["accounts"], words["emission_note"].format(total=exact(emission, unit)))


def fates_chart(zones: Sequence[Row], words: Words, most: int = MOST_ROWS) -> Chart:
    """Return where each zone's emission ends, end to end, the largest emission on top."""
    table = zone_bars(zones, "emission_t", words, ("emission_t", *FATES), None, most)
    unit = words["tonnes"]
    emissions = table.column("emission_t")
    scale = table.scale(unit, emissions)
    columns = {key: table.column(key) for key in FATES}
    series = [
        Series(words[word], scale.of(columns[key]), colour)
        for key, (word, colour) in FATES.items()
        if any(columns[key])
    ]
    hover = [
        hover_text(
            name,
            [
                (words["emission"], emission, unit),
                *((words[word], columns[key][place], unit) for key, (word, _) in FATES.items()),
            ],
        )
        for place, (name, emission) in enumerate(zip(table.names, emissions))
    ]
    return table.chart(series, hover, {"title": scale.unit}, words["fates"], "relative")


def exchange_chart(zones: Sequence[Row], words: Words, most: int = MOST_ROWS) -> Chart:
    """Return what each zone takes in from the others (right) and sends to them (left), the largest balance on top."""
    rows = [{**row, "net_t": _net(row)} for row in zones]
    table = zone_bars(rows, "net_t", words, ("net_t", "imported_t", "exported_to_zones_t"), None, most, by_size=True)
    unit = words["tonnes"]
    imported, exported, net = (table.column(key) for key in ("imported_t", "exported_to_zones_t", "net_t"))
    scale = table.scale(unit, imported, exported)
    sent = [None if value is None else -value for value in exported]
    series = [
        Series(words["imported"], scale.of(imported), SEQUESTRATION),
        Series(words["exported_to_zones"], scale.of(sent), EMISSION),
    ]
    marks = Marks(words["net"], scale.of(net))
    hover = [
        hover_text(name, [(words["imported"], a, unit), (words["exported_to_zones"], b, unit), (words["net"], c, unit)])
        for name, a, b, c in zip(table.names, imported, exported, net)
    ]
    axis = {"title": f"{scale.unit} ({words['axis_exchange']})"}
    return table.chart(series, hover, axis, words["exchange"], "relative", marks)


def _net(row: Row) -> float | None:
    imported, exported = finite(row, "imported_t"), finite(row, "exported_to_zones_t")
    return None if imported is None or exported is None else imported - exported
