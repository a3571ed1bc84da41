"""The accounts of a routing as charts: where all emission ends, where each zone's ends, who takes in how much.

    emission 100 = absorbed at home 60 + absorbed downwind 25 + exported 10 + trapped 5

    accounts_chart: a bar 0..100 for the emission, then what is taken off it, 40..100, 15..40, 5..15, 0..5

Accounts are the numbers of windflowrouting (t), rows those of its zone table. An account of 0 has no bar. Words come
from the caller, in the user's language; zone names are data and are escaped.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..tables.number_format import share, with_unit
from ..tables.read import require_pandas
from ..tables.summary import MOST_ROWS, as_table, finite_numbers
from .elements.axes import mass_axis
from .elements.bars import Marks, Series, hover_text, series_figure, zone_bars
from .elements.heatmap import Chart
from .elements.labels import Words, full_name, label
from .elements.page import require_packages, write_page
from .elements.palette import DESTINATIONS, EMISSION, SEQUESTRATION, UNFIXED_COLOUR
from .sankey import origin_destination_chart

if TYPE_CHECKING:
    from ..tables.summary import Rows

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
    accounts: Mapping[str, float],
    zones: Rows,
    flows: Rows,
    words: Words,
    *,
    notes: Sequence[str],
    language: str,
) -> None:
    """Write accounts, flows between zones and zones as a page.

    Parameters
    ----------
    path : str
        The file to be written.
    accounts, zones, flows, words
        As in `flow_charts`; the words also hold title.
    notes : sequence of str
        Paragraphs below the title, plain text.
    language : str
        As HTML names it.

    Raises
    ------
    ParameterError
        A package that draws charts is missing.
    """
    require_packages()
    require_pandas()
    write_page(path, words["title"], flow_charts(accounts, zones, flows, words), language, notes)


def flow_charts(accounts: Mapping[str, float], zones: Rows, flows: Rows, words: Words) -> list[Chart]:
    """Return the accounts and, where there are zones, the flows between them, their fates and their exchange.

    Parameters
    ----------
    accounts : mapping of str to float
        EMISSION_T and the keys of `ACCOUNTS`, t.
    zones, flows : DataFrame or sequence of mappings
        Rows of the zone table and of the origin-destination table; may be empty.
    words : mapping of str to str
        accounts, emission, emission_note (with {total}), the values of `ACCOUNTS`, fates, zone_home, zone_exported,
        exchange, imported, exported_to_zones, net, axis_exchange, and those of `origin_destination_chart`,
        `bars.zone_bars` and `axes.mass_axis`.

    Returns
    -------
    list of Chart
    """
    charts = [accounts_chart(accounts, words)]
    zones = as_table(zones)
    if len(zones):
        between = origin_destination_chart(flows, words)
        charts += [between] if between is not None else []
        charts += [fates_chart(zones, words), exchange_chart(zones, words)]
    return charts


def accounts_chart(accounts: Mapping[str, float], words: Words) -> Chart:
    """Return the emission and, step by step, where it ends; accounts of 0 have no bar.

    Parameters
    ----------
    accounts, words
        As in `flow_charts`.

    Returns
    -------
    Chart
    """
    emission = _amount(accounts, "EMISSION_T")
    unit = words["tonnes"]
    axis = mass_axis([emission], words)
    names, amounts, bases, colours = [words["emission"]], [emission], [0.0], [EMISSION]
    remainder = emission
    for key, word in ACCOUNTS.items():
        amount = _amount(accounts, key)
        if amount:
            remainder -= amount
            names.append(words[word])
            amounts.append(amount)
            bases.append(remainder)
            colours.append(DESTINATIONS[word])
    labels = [f"{label(name)}  <b>{share(amount, emission)}</b>" for name, amount in zip(names, amounts)]
    hover = [
        f"<b>{full_name(name)}</b><br>{with_unit(amount, unit)} ({share(amount, emission)})"
        for name, amount in zip(names, amounts)
    ]
    series = Series(
        words["emission"],
        axis.divided(amounts),
        colours,
        [base / axis.divisor for base in bases],
    )
    figure = series_figure(labels, [series], hover, {"title": axis.title})
    return Chart(figure, words["accounts"], words["emission_note"].format(total=with_unit(emission, unit)))


def _amount(accounts: Mapping[str, float], key: str) -> float:
    """Return an account, 0 where it is missing or no number."""
    amount = accounts.get(key)
    return amount if amount is not None and math.isfinite(amount) else 0.0


def fates_chart(zones: Rows, words: Words, most: int = MOST_ROWS) -> Chart:
    """Return where each zone's emission ends, end to end, the largest emission on top.

    Parameters
    ----------
    zones, words
        As in `flow_charts`.
    most : int
        Zones that are shown by name.

    Returns
    -------
    Chart
    """
    bars = zone_bars(zones, "emission_t", words, most=most)
    unit = words["tonnes"]
    emissions = bars.column("emission_t")
    axis = bars.mass_axis(words, emissions)
    columns = {key: bars.column(key) for key in FATES}
    series = [
        Series(words[word], axis.divided(columns[key]), colour)
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
        for place, (name, emission) in enumerate(zip(bars.names, emissions))
    ]
    return bars.chart(series, hover, {"title": axis.title}, words["fates"], "relative")


def exchange_chart(zones: Rows, words: Words, most: int = MOST_ROWS) -> Chart:
    """Return what each zone takes in from the others (right) and sends to them (left), the largest balance on top.

    Parameters
    ----------
    zones, words
        As in `flow_charts`.
    most : int
        Zones that are shown by name.

    Returns
    -------
    Chart
    """
    table = as_table(zones)
    net_t = finite_numbers(table, "imported_t") - finite_numbers(table, "exported_to_zones_t")
    bars = zone_bars(table.assign(net_t=net_t), "net_t", words, most=most, by_size=True)
    unit = words["tonnes"]
    imported, exported, net = (bars.column(key) for key in ("imported_t", "exported_to_zones_t", "net_t"))
    axis = bars.mass_axis(words, imported, exported)
    sent = [None if value is None else -value for value in exported]
    series = [
        Series(words["imported"], axis.divided(imported), SEQUESTRATION),
        Series(words["exported_to_zones"], axis.divided(sent), EMISSION),
    ]
    marks = Marks(words["net"], axis.divided(net))
    hover = [
        hover_text(name, [(words["imported"], a, unit), (words["exported_to_zones"], b, unit), (words["net"], c, unit)])
        for name, a, b, c in zip(bars.names, imported, exported, net)
    ]
    title = f"{axis.title} ({words['axis_exchange']})"
    return bars.chart(series, hover, {"title": title}, words["exchange"], "relative", marks=marks)
