"""Who sends carbon to whom: origin and destination as a Sankey diagram, with what it leaves out in numbers.

    from_zone  to_zone             flow_t
    a          a                       50    absorbed at home: not drawn, in the note
    a          b                       30    a -> b
    a          (left the region)       20    a -> (left the region)
    b          (unfixed)                5    b -> (unfixed)

    55 t are not absorbed in their own zone; all 3 links are drawn and hold 100 % of them

On the left are the zones that carbon comes from, on the right those that absorb it and the other ends: out of the
region, unfixed, dispersed, cells in no zone. Of more than `MOST_ZONES` zones those with the largest flows, in and out,
are shown, and the others are one box at each side, "other zones"; links that neither start nor end in a zone that is
shown are left out, and of the links the `MOST_LINKS` largest are drawn. What is drawn and what is not stands in the
note. A flow that is missing, zero or negative is no link.

Words come from the caller, in the user's language; zone names are data and are escaped.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..tables.number_format import share, with_unit
from ..tables.summary import as_table, finite_numbers
from .elements.axes import mass_axis
from .elements.heatmap import Chart, framed
from .elements.labels import Words, full_name, label
from .elements.palette import DESTINATIONS, EMISSION, MARK, NEUTRAL, SEQUESTRATION, UNFIXED_COLOUR, transparent

if TYPE_CHECKING:
    import pandas

    from ..tables.summary import Rows

MOST_ZONES, MOST_LINKS = 20, 60
# The ends of flows that are no zones, as the tables name them, with their words and colours.
ENDS = {
    "(left the region)": ("left_region", DESTINATIONS["exported"]),
    "(unfixed)": ("unfixed", UNFIXED_COLOUR),
    "(dispersed)": ("dispersed", DESTINATIONS["dispersed"]),
    "(no zone)": ("no_zone_cells", NEUTRAL),
}
OPACITY = 0.4
# Pixels: a box and its gap, what is around them, the narrowest window without a scroll bar.
NODE_HEIGHT, FLOW_FRAME, LEAST_WIDTH = 36, 60, 520
# Stands for the zones that are not shown: a character of private use, which is no name.
OTHERS = "\ue000"
ORIGIN, DESTINATION = "from_zone", "to_zone"


@dataclass(frozen=True)
class Links:
    """What a Sankey diagram draws.

    Attributes
    ----------
    table : pandas.DataFrame
        from_zone, to_zone and flow_t, the largest first; `OTHERS` stands for the zones that are not shown.
    home_t, away_t : float
        What stays in its zone, and what leaves it.
    others : int
        Number of zones that are not shown by name.
    """

    table: pandas.DataFrame
    home_t: float
    away_t: float
    others: int

    @property
    def drawn_t(self) -> float:
        """Tonnes that the links hold."""
        return math.fsum(self.table["flow_t"])

    @property
    def rows(self) -> list[tuple[str, str, float]]:
        """Origin, destination and tonnes of each link."""
        return list(self.table.itertuples(index=False, name=None))

    @classmethod
    def of(cls, rows: Rows, most_zones: int = MOST_ZONES, most_links: int = MOST_LINKS) -> Links:
        """Choose zones and links.

        Parameters
        ----------
        rows : DataFrame or sequence of mappings
            Rows of an origin-destination table.
        most_zones, most_links : int
            As many are drawn; one zone more, since the box of the others would take its place.

        Returns
        -------
        Links
        """
        import pandas

        table = as_table(rows)
        if not len(table):
            return cls(pandas.DataFrame({ORIGIN: [], DESTINATION: [], "flow_t": []}), 0.0, 0.0, 0)
        flows = pandas.DataFrame(
            {
                ORIGIN: table[ORIGIN].astype(str),
                DESTINATION: table[DESTINATION].astype(str),
                "flow_t": finite_numbers(table, "flow_t").fillna(0.0).clip(lower=0.0),
            }
        )
        at_home = flows[ORIGIN] == flows[DESTINATION]
        away = flows[~at_home & (flows["flow_t"] > 0)]
        shown, others = _shown_zones(flows.assign(flow_t=flows["flow_t"].where(~at_home, 0.0)), most_zones)
        named = {side: away[side].where(away[side].isin([*shown, *ENDS]), OTHERS) for side in (ORIGIN, DESTINATION)}
        links = away.assign(**named)
        links = links[links[ORIGIN].isin(shown) | links[DESTINATION].isin(shown)]
        merged = links.groupby([ORIGIN, DESTINATION], sort=False)["flow_t"].agg(math.fsum).reset_index()
        merged = merged.sort_values("flow_t", ascending=False, kind="stable")
        return cls(merged.iloc[:most_links], math.fsum(flows["flow_t"][at_home]), math.fsum(away["flow_t"]), others)


def _shown_zones(flows: pandas.DataFrame, most: int) -> tuple[list[str], int]:
    """Return the zones with the largest flows, in and out, and the number of the others."""
    import pandas

    # A row's origin before its destination: equal zones stay in the order in which they come.
    ends = flows[[ORIGIN, DESTINATION]].stack().reset_index(drop=True)
    through = pandas.Series(flows["flow_t"].repeat(2).to_numpy()).groupby(ends, sort=False).agg(math.fsum)
    through = through[~through.index.isin(list(ENDS))].sort_values(ascending=False, kind="stable")
    count = most if len(through) > most + 1 else len(through)
    return list(through.index[:count]), len(through) - count


def origin_destination_chart(rows: Rows, words: Words) -> Chart | None:
    """Return the flows between zones as a Sankey diagram.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
        Rows of an origin-destination table, t.
    words : mapping of str to str
        flows, flows_drawn (with {count}, {share}, {total}), flows_home (with {total}), other_zones (with {count}),
        left_region, unfixed, dispersed, no_zone_cells, and those of `axes.mass_axis`.

    Returns
    -------
    Chart or None
        None when nothing leaves its zone.
    """
    chosen = Links.of(rows)
    links = chosen.rows
    if not links:
        return None
    from plotly import graph_objects

    nodes: dict[tuple[int, str], int] = {}
    for origin, destination, _ in links:
        nodes.setdefault((0, origin), len(nodes))
        nodes.setdefault((1, destination), len(nodes))
    unit = words["tonnes"]
    axis = mass_axis([chosen.drawn_t], words)

    def called(name: str, markup: Any) -> str:
        if name == OTHERS:
            return str(markup(words["other_zones"].format(count=f"{chosen.others:,}")))
        return str(markup(words[ENDS[name][0]] if name in ENDS else name))

    def through(side: int, name: str) -> float:
        return math.fsum(link[2] for link in links if link[side] == name)

    figure = graph_objects.Figure(
        graph_objects.Sankey(
            arrangement="fixed" if len(nodes) < 3 else "snap",
            node={
                "label": [called(name, label) for _, name in nodes],
                "color": [_colour(side, name) for side, name in nodes],
                "customdata": [
                    f"<b>{called(name, full_name)}</b><br>{with_unit(through(side, name), unit)}"
                    for side, name in nodes
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
                "line": {"width": 0},
                "pad": 16,
                "thickness": 14,
            },
            link={
                "source": [nodes[0, origin] for origin, _, _ in links],
                "target": [nodes[1, destination] for _, destination, _ in links],
                "value": [flow / axis.divisor for _, _, flow in links],
                "color": [transparent(_colour(1, destination), OPACITY) for _, destination, _ in links],
                "customdata": [
                    f"{called(origin, full_name)} → {called(destination, full_name)}<br>{with_unit(flow, unit)} "
                    f"({share(flow, chosen.away_t)})"
                    for origin, destination, flow in links
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            valueformat=",",
            valuesuffix=f" {axis.title}",
            textfont={"color": MARK, "size": 12},
        )
    )
    rows_high = max(sum(side == one for one, _ in nodes) for side in (0, 1))
    figure = framed(figure, FLOW_FRAME + NODE_HEIGHT * max(rows_high, 3))
    note = words["flows_drawn"].format(
        count=len(links),
        share=share(chosen.drawn_t, chosen.away_t),
        total=with_unit(chosen.away_t, unit),
    )
    if chosen.home_t:
        note += " " + words["flows_home"].format(total=with_unit(chosen.home_t, unit))
    return Chart(figure, words["flows"], note, LEAST_WIDTH)


def _colour(side: int, name: str) -> str:
    if name in ENDS:
        return ENDS[name][1]
    return (EMISSION, SEQUESTRATION)[side]
