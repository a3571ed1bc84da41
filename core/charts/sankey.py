"""Who sends carbon to whom: origin and destination as a Sankey diagram, with what it leaves out told in numbers.

    from_zone  to_zone             flow_t
    a          a                       50    absorbed at home: not drawn, told
    a          b                       30    a -> b
    a          (left the region)       20    a -> (left the region)
    b          (unfixed)                5    b -> (unfixed)

    55 t are not absorbed in their own zone; all 3 links are drawn and hold 100 % of them

On the left are the zones that carbon comes from, on the right those that absorb it and the other ends: out of the
region, unfixed, dispersed, cells in no zone. Of more than `MOST_ZONES` zones those with the largest flows, in and out,
are shown, and the rest is one box at each side, "other zones"; links that neither start nor end in a zone that is
shown are left out, and of the links the `MOST_LINKS` largest are drawn. What is drawn and what is not is told in the
note. A flow that is missing, zero or negative is no link.

Words come from the caller, in the user's language; zone names are data and are escaped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .elements.heatmap import Chart, framed
from .elements.labels import Row, exact, finite, full_name, label, percent, tonnes
from .elements.palette import DESTINATIONS, EMISSION, MARK, NEUTRAL, SEQUESTRATION, UNFIXED_COLOUR, transparent

Words = Mapping[str, str]
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
OTHERS = None


@dataclass(frozen=True)
class Links:
    """What a Sankey diagram draws: (origin, destination, t), the largest first; OTHERS stands for other zones.

    `away_t` left their zone, `home_t` did not; `others` zones are not shown by name.
    """

    links: tuple[tuple[Any, Any, float], ...]
    home_t: float
    away_t: float
    others: int

    @property
    def drawn_t(self) -> float:
        """Tonnes that the links hold."""
        return sum(flow for _, _, flow in self.links)

    @classmethod
    def of(cls, rows: Iterable[Row], most_zones: int = MOST_ZONES, most_links: int = MOST_LINKS) -> Links:
        """Choose zones and links from the rows of an origin-destination table."""
        home = away = 0.0
        through: dict[str, float] = defaultdict(float)
        flows = []
        for row in rows:
            flow, origin, destination = finite(row, "flow_t"), str(row["from_zone"]), str(row["to_zone"])
            for end in (origin, destination):
                through[end] += 0.0
            if flow is None or flow <= 0:
                continue
            if origin == destination:
                home += flow
                continue
            away += flow
            flows.append((origin, destination, flow))
            through[origin] += flow
            through[destination] += flow
        zones = sorted((name for name in through if name not in ENDS), key=lambda name: -through[name])
        count = most_zones if len(zones) > most_zones + 1 else len(zones)
        shown = {*zones[:count], *ENDS}
        merged: dict[tuple[Any, Any], float] = defaultdict(float)
        for origin, destination, flow in flows:
            pair = (origin if origin in shown else OTHERS, destination if destination in shown else OTHERS)
            if any(name is not OTHERS and name not in ENDS for name in pair):
                merged[pair] += flow
        links = sorted(((*pair, flow) for pair, flow in merged.items()), key=lambda link: -link[2])
        return cls(tuple(links[:most_links]), home, away, len(zones) - count)


def origin_destination_chart(rows: Sequence[Row], words: Words) -> Chart | None:
    """Return the flows between zones as a Sankey diagram; None when nothing leaves its zone.

    `words`: flows, flows_drawn (with {count}, {share}, {total}), flows_home (with {total}), other_zones (with
    {count}), from_zone, to_zone, left_region, unfixed, dispersed, no_zone_cells, tonnes (begins with "t").
    """
    chosen = Links.of(rows)
    if not chosen.links:
        return None
    from plotly import graph_objects

    nodes: dict[tuple[int, Any], int] = {}
    for origin, destination, _ in chosen.links:
        nodes.setdefault((0, origin), len(nodes))
        nodes.setdefault((1, destination), len(nodes))
    unit = words["tonnes"]
    scale = tonnes([sum(flow for *_, flow in chosen.links)], unit)

    def called(name: Any, shown: Any) -> str:
        if name is OTHERS:
            return str(shown(words["other_zones"].format(count=f"{chosen.others:,}")))
        return str(shown(words[ENDS[name][0]] if name in ENDS else name))

    through: dict[tuple[int, Any], float] = defaultdict(float)
    for origin, destination, flow in chosen.links:
        through[0, origin] += flow
        through[1, destination] += flow
    figure = graph_objects.Figure(
        graph_objects.Sankey(
            arrangement="fixed" if len(nodes) < 3 else "snap",
            node={
                "label": [called(name, label) for _, name in nodes],
                "color": [_colour(side, name) for side, name in nodes],
                "customdata": [
                    f"<b>{called(name, full_name)}</b><br>{exact(through[side, name], unit)}" for side, name in nodes
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
                "line": {"width": 0},
                "pad": 16,
                "thickness": 14,
            },
            link={
                "source": [nodes[0, origin] for origin, _, _ in chosen.links],
                "target": [nodes[1, destination] for _, destination, _ in chosen.links],
                "value": [flow / scale.divisor for _, _, flow in chosen.links],
                "color": [transparent(_colour(1, destination), OPACITY) for _, destination, _ in chosen.links],
                "customdata": [
                    f"{called(origin, full_name)} → {called(destination, full_name)}<br>{exact(flow, unit)} "
                    f"({percent(flow, chosen.away_t)})"
                    for origin, destination, flow in chosen.links
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            valueformat=",",
            valuesuffix=f" {scale.unit}",
            textfont={"color": MARK, "size": 12},
        )
    )
    rows_high = max(sum(side == one for one, _ in nodes) for side in (0, 1))
    figure = framed(figure, FLOW_FRAME + NODE_HEIGHT * max(rows_high, 3))
    note = words["flows_drawn"].format(
        count=len(chosen.links),
        share=percent(chosen.drawn_t, chosen.away_t),
        total=exact(chosen.away_t, unit),
    )
    if chosen.home_t:
        note += " " + words["flows_home"].format(total=exact(chosen.home_t, unit))
    return Chart(figure, words["flows"], note, LEAST_WIDTH)


def _colour(side: int, name: Any) -> str:
    if name in ENDS:
        return ENDS[name][1]
    return (EMISSION, SEQUESTRATION)[side]
