"""Which output has which style, and how the rasters of a style are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

TABLE = "table"

# (algorithm id without provider, output) -> kind. HTML pages are no layers.
STYLES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("studygrid", "OUTPUT"): "studygrid",
        ("aligntogrid", "OUTPUT"): "aligned",
        ("carbonstock", "OUTPUT"): "stock",
        ("carbonstock", "OUTPUT_POOLS"): "pools",
        ("carbonstock", "CLASS_TABLE"): TABLE,
        ("carbonstock", "ZONE_TABLE"): TABLE,
        ("carbonstockchange", "OUTPUT"): "change",
        ("carbonstockchange", "OUTPUT_RATE"): "change_rate",
        ("carbonstockchange", "OUTPUT_VALUE"): "value",
        ("carbonstockchange", "ZONE_TABLE"): TABLE,
        ("carbonemissions", "OUTPUT"): "emission",
        ("carbonemissions", "OUTPUT_SOURCES"): "sources",
        ("carbonemissions", "ZONE_TABLE"): TABLE,
        ("spatializetotals", "OUTPUT"): "spread",
        ("carbonaccount", "OUTPUT_RATIO"): "ratio",
        ("carbonaccount", "OUTPUT_DIFFERENCE"): "difference",
        ("carbonaccount", "OUTPUT_FLOW"): "flow",
        ("carbonaccount", "OUTPUT_EMISSION"): "emission",
        ("carbonaccount", "OUTPUT_STOCK"): "stock",
        ("carbonaccount", "ZONE_TABLE"): TABLE,
        ("carbonaccount", "EMISSION_TABLE"): TABLE,
        ("supplydemandratio", "OUTPUT_DIFFERENCE"): "difference",
        ("supplydemandratio", "OUTPUT_RATIO"): "ratio",
        ("supplydemandratio", "OUTPUT_FLOW"): "flow",
        ("supplydemandratio", "ZONE_TABLE"): TABLE,
        ("supplydemandratio", "OUTPUT_ZONES"): "zones_ratio",
        ("importcmadaily", "OUTPUT"): "daily_winds",
        ("prevailingwindstations", "OUTPUT"): "stations",
        ("windgrid", "OUTPUT_DIRECTION"): "wind",
        ("windgrid", "OUTPUT_ROSE"): "rose",
        ("windgrid", "OUTPUT_RELIABILITY"): "reliability",
        ("windgrid", "OUTPUT_ARROWS"): "wind_arrows",
        ("prevailingwinduv", "OUTPUT_DIRECTION"): "wind",
        ("prevailingwinduv", "OUTPUT_RESULTANT"): "wind",
        ("prevailingwinduv", "OUTPUT_SPEED"): "speed",
        ("prevailingwinduv", "OUTPUT_CONSTANCY"): "constancy",
        ("prevailingwinduv", "OUTPUT_ROSE"): "rose",
        ("prevailingwinduv", "OUTPUT_ARROWS"): "wind_arrows",
        ("stationstogrid", "OUTPUT"): "station_values",
        ("windflowrouting", "OUTPUT_FLUX"): "flux",
        ("windflowrouting", "OUTPUT_ABSORBED"): "absorbed",
        ("windflowrouting", "OUTPUT_IMPORTED"): "imported",
        ("windflowrouting", "OUTPUT_REMAINDER"): "remainder",
        ("windflowrouting", "OUTPUT_NETWORK"): "network",
        ("windflowrouting", "OD_LINES"): "od_lines",
        ("windflowrouting", "ZONE_TABLE"): TABLE,
        ("windflowrouting", "OD_TABLE"): TABLE,
        ("rastercorrelationmatrix", "CORRELATION"): TABLE,
        ("rastercorrelationmatrix", "COVARIANCE"): TABLE,
        ("rastercorrelationmatrix", "RANKING"): TABLE,
        ("factordetector", "FACTOR_TABLE"): TABLE,
        ("factordetector", "INTERACTION_TABLE"): TABLE,
        ("factordetector", "RISK_TABLE"): TABLE,
        ("factordetector", "ECOLOGICAL_TABLE"): TABLE,
    }
)


class Scale(Enum):
    """How values become classes."""

    SHARES = "round breaks by shares of the cells"
    POSITIVE = "the same for values above 0; 0 is transparent"
    SIGNED = "symmetric around 0, with a break at 0"
    CHANGE = "symmetric around 0, with a class around 0"
    DECADES = "powers of ten; 0 is transparent"
    FIFTHS = "0 to 1 in steps of 0.2"
    RATIO = "classes around 1, with words"
    DIRECTION = "eight sectors"
    INSIDE = "one class"
    CODES = "a colour per whole number, as long as there are few; else by shares"


@dataclass(frozen=True)
class RasterStyle:
    """How a kind of raster is drawn: ColorBrewer's scheme, scale, and unit ("": what the file says)."""

    scheme: str
    scale: Scale
    unit: str = ""


PER_YEAR = "t C/ha per year"

RASTERS: Mapping[str, RasterStyle] = MappingProxyType(
    {
        "studygrid": RasterStyle("Greys", Scale.INSIDE),
        "aligned": RasterStyle("YlOrBr", Scale.CODES),
        "stock": RasterStyle("YlGn", Scale.SHARES, "t C/ha"),
        "pools": RasterStyle("YlGn", Scale.SHARES, "t C/ha"),
        "change": RasterStyle("BrBG", Scale.CHANGE, "t C/ha"),
        "change_rate": RasterStyle("BrBG", Scale.CHANGE, PER_YEAR),
        "value": RasterStyle("PRGn", Scale.CHANGE, "currency per ha"),
        "emission": RasterStyle("YlOrRd", Scale.SHARES, PER_YEAR),
        "sources": RasterStyle("YlOrRd", Scale.POSITIVE, PER_YEAR),
        "spread": RasterStyle("Purples", Scale.POSITIVE),
        "difference": RasterStyle("RdBu", Scale.SIGNED, "t C/ha"),
        "ratio": RasterStyle("RdYlBu", Scale.RATIO, "1"),
        "flow": RasterStyle("GnBu", Scale.SHARES, PER_YEAR),
        "wind": RasterStyle("", Scale.DIRECTION, "degree"),
        "rose": RasterStyle("Blues", Scale.POSITIVE, "1"),
        "speed": RasterStyle("PuBu", Scale.SHARES, "m/s"),
        "constancy": RasterStyle("BuPu", Scale.FIFTHS, "1"),
        "reliability": RasterStyle("BuPu", Scale.FIFTHS, "1"),
        "station_values": RasterStyle("YlGnBu", Scale.SHARES),
        "flux": RasterStyle("YlOrRd", Scale.DECADES, "t C per year"),
        "absorbed": RasterStyle("GnBu", Scale.SHARES, PER_YEAR),
        "imported": RasterStyle("BuGn", Scale.POSITIVE, PER_YEAR),
        "remainder": RasterStyle("OrRd", Scale.POSITIVE, PER_YEAR),
    }
)
# Kinds of lines, points and polygons.
VECTORS = ("network", "od_lines", "zones_ratio", "stations", "wind_arrows", "daily_winds")


def kind_of(algorithm_id: str, output_name: str) -> str | None:
    """Return the style kind of an output, None for what has none; the provider's prefix of the id may be there."""
    return STYLES.get((algorithm_id.split(":")[-1], output_name))


def position_of(algorithm_id: str, output_name: str) -> int:
    """Return the place of an output among those with a kind."""
    return list(STYLES).index((algorithm_id, output_name))
