"""Every column of every table and layer that a tool writes, once: type, unit, title, and how rows are joined.

    >>> column("flow_t_km2").quotient
    Quotient(over=('flow_t',), under='area_ha', factor=100.0, minus='')
    >>> fields("windflowrouting", "OD_TABLE")
    (('from_zone', <class 'str'>), ('to_zone', <class 'str'>), ('flow_t', <class 'float'>))

A row that stands for several rows is made column by column: what *adds up* is summed, a *quotient* is made anew from
the sums, a mean with a weight is recomputed with it, and any other cell is empty (`summary.join_rows`). A name means
the same thing in every table. Tools, help pages, charts and the report read this module; `OUTPUT_TABLES` holds the
order of the columns in each output.

Columns that depend on a run's data are not listed: the sources of emission, `coal_t` say, are made by
`source_column`, and a column per layer of a correlation matrix has the layer's name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..messages import QT_TRANSLATE_NOOP
from ..raster.grid import HA_PER_KM2

TONNES, HECTARES, DENSITY, PERCENT, PURE = "t C", "ha", "t C/ha", "%", "1"
DEGREES, SPEED, CURRENCY = "°", "m/s", "currency"
# The ending of a column of tonnes, in users' own tables as well.
TONNES_ENDING = "_t"


@dataclass(frozen=True)
class Quotient:
    """How a column is made from sums: factor × (over − minus) / under.

    Attributes
    ----------
    over : tuple of str
        The column of the numerator; of alternatives the first that the table has.
    under : str
        The column of the denominator.
    factor : float
        What the quotient is multiplied by, 100 for percent or for hectares to square kilometres.
    minus : str
        A column that is taken from the numerator first; empty for none.
    """

    over: tuple[str, ...]
    under: str
    factor: float = 1.0
    minus: str = ""


@dataclass(frozen=True)
class Column:
    """A column of an output.

    Attributes
    ----------
    name : str
        As it stands in files, lower case.
    type : type
        `str`, `int` or `float`, as the sink writes it.
    unit : str
        Unit of measure, "1" for pure numbers, empty for text and counts.
    title : str
        What a page calls it, English, marked for translation.
    adds_up : bool
        Whether a row that stands for several holds the sum.
    quotient : Quotient or None
        How such a row makes the value anew from its sums.
    weight : str
        The column that weights the mean which such a row holds; empty for none.
    """

    name: str
    type: type
    unit: str = ""
    title: str = ""
    adds_up: bool = False
    quotient: Quotient | None = None
    weight: str = ""


_AREA_HA = "area_ha"
# Names of the frequencies of the 16 sectors, north first, clockwise, as in `wind.directions.ROSE_FIELDS`.
_SECTORS = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")
SECTOR_FIELDS = tuple(f"f_{sector}" for sector in _SECTORS)


def _tonnes(name: str, title: str) -> Column:
    return Column(name, float, TONNES, title, adds_up=True)


def _density(name: str, title: str, *over: str, minus: str = "") -> Column:
    return Column(name, float, DENSITY, title, quotient=Quotient(over, _AREA_HA, minus=minus))


_ALL = (
    # Names
    Column("zone", str, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Zone")),
    Column("name", str, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Class")),
    Column("from_zone", str, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "From")),
    Column("to_zone", str, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "To")),
    Column("layer", str, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Layer")),
    Column("factor", str, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Factor")),
    Column("factor_a", str, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Factor a")),
    Column("factor_b", str, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Factor b")),
    Column("class_a", str, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Class a")),
    Column("class_b", str, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Class b")),
    Column("kind", str, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Kind")),
    Column("station", str, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Station")),
    Column("date", str, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Date")),
    # Codes and counts
    Column("code", int, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Code")),
    Column("rank", int, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Rank")),
    Column("strata", int, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Strata")),
    Column("n", float, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Cells")),
    Column("different", int, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Different")),
    Column("records", int, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Records"), adds_up=True),
    Column("max_calm", int, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Calm, largest wind")),
    Column("extreme_calm", int, title=QT_TRANSLATE_NOOP("CarbonServiceFlow", "Calm, extreme wind")),
    # Area and amounts
    Column(_AREA_HA, float, HECTARES, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Area"), adds_up=True),
    _tonnes("stock_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Carbon stock")),
    _tonnes("total_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "All sources")),
    _tonnes("soil_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Soil respiration")),
    _tonnes("emission_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Emission")),
    _tonnes("sequestration_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Sequestration")),
    _tonnes("flow_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Flow")),
    _tonnes("before_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Before")),
    _tonnes("after_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "After")),
    _tonnes("change_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Change")),
    _tonnes("absorbed_home_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Absorbed in the zone")),
    _tonnes("imported_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Imported")),
    _tonnes("exported_to_zones_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Exported to zones")),
    _tonnes("left_region_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Left the region")),
    _tonnes("unfixed_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Unfixed")),
    _tonnes("dispersed_t", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Dispersed")),
    Column("flux_t", float, TONNES, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Flux")),
    Column("value", float, CURRENCY, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Value"), adds_up=True),
    Column("length_km", float, "km", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Length"), adds_up=True),
    Column("bearing", float, DEGREES, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Bearing")),
    # Per area
    _density("density_t_ha", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Density"), "stock_t"),
    _density("mean_t_ha", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Mean"), "total_t", "stock_t"),
    _density("emission_t_ha", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Emission"), "emission_t"),
    _density("sequestration_t_ha", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Sequestration"), "sequestration_t"),
    _density(
        "difference_t_ha",
        QT_TRANSLATE_NOOP("CarbonServiceFlow", "Difference"),
        "sequestration_t",
        minus="emission_t",
    ),
    _density("change_t_ha", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Change"), "change_t"),
    Column(
        "rate_t_ha",
        float,
        "t C/ha per year",
        QT_TRANSLATE_NOOP("CarbonServiceFlow", "Yearly change"),
        weight=_AREA_HA,
    ),
    Column(
        "flow_t_km2",
        float,
        "t C/km²",
        QT_TRANSLATE_NOOP("CarbonServiceFlow", "Flow"),
        quotient=Quotient(("flow_t",), _AREA_HA, HA_PER_KM2),
    ),
    # Ratios and shares
    Column(
        "ratio_of_totals",
        float,
        PURE,
        QT_TRANSLATE_NOOP("CarbonServiceFlow", "Ratio of the totals"),
        quotient=Quotient(("emission_t",), "sequestration_t"),
    ),
    Column("mean_ratio", float, PURE, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Mean of the cells' ratios")),
    Column("median_ratio", float, PURE, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Median of the cells' ratios")),
    Column(
        "change_percent",
        float,
        PERCENT,
        QT_TRANSLATE_NOOP("CarbonServiceFlow", "Change"),
        quotient=Quotient(("change_t",), "before_t", 100.0),
    ),
    Column("share_percent", float, PERCENT, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Share of the stock"), adds_up=True),
    Column("area_percent", float, PERCENT, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Share of the area"), adds_up=True),
    # Statistics of layers and factors
    Column("r", float, PURE, "r"),
    Column("n_effective", float, PURE, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Effective sample size")),
    Column("p", float, PURE, "p"),
    Column("eta2", float, PURE, "η²"),
    Column("q", float, PURE, "q"),
    Column("q_a", float, PURE, "q (a)"),
    Column("q_b", float, PURE, "q (b)"),
    Column("q_both", float, PURE, QT_TRANSLATE_NOOP("CarbonServiceFlow", "q of both")),
    Column("mean_a", float, "", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Mean of class a")),
    Column("mean_b", float, "", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Mean of class b")),
    Column("t", float, PURE, "t"),
    Column("f", float, PURE, "F"),
    Column("df", float, PURE, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Degrees of freedom")),
    # Winds
    Column("speed", float, SPEED, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Mean wind speed")),
    Column("mean_speed", float, SPEED, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Mean wind speed")),
    Column("max_speed", float, SPEED, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Largest wind speed")),
    Column("extreme_speed", float, SPEED, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Extreme wind speed")),
    Column("dir", float, DEGREES, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Prevailing direction")),
    Column("prevailing_dir", float, DEGREES, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Prevailing direction")),
    Column("resultant_dir", float, DEGREES, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Resultant direction")),
    Column("max_dir", float, DEGREES, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Direction, largest wind")),
    Column("extreme_dir", float, DEGREES, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Direction, extreme wind")),
    Column("angle", float, DEGREES, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Angle on the map")),
    Column("constancy", float, PURE, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Constancy")),
    Column("reliability", float, PURE, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Reliability")),
    Column("prevailing_freq", float, PURE, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Share of the prevailing sector")),
    Column("calm_freq", float, PURE, QT_TRANSLATE_NOOP("CarbonServiceFlow", "Share of calms")),
    # Temperature and precipitation at stations
    Column("temperature", float, "°C", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Mean temperature")),
    Column("temperature_max", float, "°C", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Highest temperature")),
    Column("temperature_min", float, "°C", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Lowest temperature")),
    Column("precipitation", float, "mm", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Precipitation")),
    Column("elevation", float, "m", QT_TRANSLATE_NOOP("CarbonServiceFlow", "Elevation")),
    *(Column(name, float, PURE, name[2:].upper()) for name in SECTOR_FIELDS),
)
COLUMNS = {one.name: one for one in _ALL}
TEXT_COLUMNS = frozenset(one.name for one in _ALL if one.type is str)
# Shown without decimals: `n` is a number in files, since counts of cells may pass 32 bits.
INTEGER_COLUMNS = frozenset(one.name for one in _ALL if one.type is int) | {"n"}

_BALANCE = (
    "zone area_ha emission_t sequestration_t emission_t_ha sequestration_t_ha difference_t_ha ratio_of_totals "
    "mean_ratio median_ratio flow_t flow_t_km2 rank"
)
# Marks where the columns of a run's own sources or layers stand.
OWN = "*"
_EMISSION = f"zone area_ha {OWN} total_t mean_t_ha"
_FLOW = "from_zone to_zone flow_t"
# The columns of each output in their order, by the tool's id and the output's name.
OUTPUT_TABLES = {
    ("carbonstock", "CLASS_TABLE"): "code name area_ha density_t_ha stock_t share_percent area_percent",
    ("carbonstock", "ZONE_TABLE"): "zone area_ha stock_t mean_t_ha",
    ("carbonstockchange", "ZONE_TABLE"): "zone area_ha before_t after_t change_t change_percent change_t_ha rate_t_ha "
    "value",
    ("carbonemissions", "ZONE_TABLE"): _EMISSION,
    ("carbonaccount", "ZONE_TABLE"): _BALANCE,
    ("carbonaccount", "EMISSION_TABLE"): _EMISSION,
    ("supplydemandratio", "ZONE_TABLE"): _BALANCE,
    ("supplydemandratio", "OUTPUT_ZONES"): _BALANCE,
    ("importcmadaily", "OUTPUT"): "station date speed max_speed max_dir extreme_speed extreme_dir elevation max_calm "
    "extreme_calm",
    # What OUTPUT holds depends on the element of the files.
    ("importcmadaily", "OUTPUT TEM"): "station date temperature temperature_max temperature_min elevation",
    ("importcmadaily", "OUTPUT PRE"): "station date precipitation elevation",
    ("prevailingwindstations", "OUTPUT"): "station records prevailing_dir prevailing_freq resultant_dir constancy "
    f"mean_speed calm_freq {' '.join(SECTOR_FIELDS)}",
    ("prevailingwinduv", "OUTPUT_ARROWS"): "dir speed constancy angle",
    ("windgrid", "OUTPUT_ARROWS"): "dir reliability angle",
    ("windflowrouting", "ZONE_TABLE"): "zone emission_t absorbed_home_t imported_t exported_to_zones_t left_region_t "
    "unfixed_t dispersed_t",
    ("windflowrouting", "OD_TABLE"): _FLOW,
    ("windflowrouting", "OD_LINES"): _FLOW,
    ("windflowrouting", "OUTPUT_NETWORK"): "flux_t length_km bearing from_zone to_zone",
    ("rastercorrelationmatrix", "CORRELATION"): f"layer {OWN}",
    ("rastercorrelationmatrix", "COVARIANCE"): f"layer {OWN}",
    ("rastercorrelationmatrix", "RANKING"): "rank layer r n n_effective p eta2",
    ("factordetector", "FACTOR_TABLE"): "factor q p strata rank",
    ("factordetector", "INTERACTION_TABLE"): "factor_a factor_b q_a q_b q_both kind",
    ("factordetector", "RISK_TABLE"): "factor class_a class_b mean_a mean_b t df p different",
    ("factordetector", "ECOLOGICAL_TABLE"): "factor_a factor_b f p different",
}

# Columns of OUTPUT_ARROWS and the rasters that they are read from: of `prevailingwinduv` and of `windgrid`.
MEAN_WIND_ARROWS = {"dir": "direction", "speed": "speed", "constancy": "constancy"}
GRIDDED_WIND_ARROWS = {"dir": "direction", "reliability": "reliability"}


def column(name: str) -> Column:
    """Return what a column means; one that no tool lists is a number, of tonnes where its name ends so.

    Parameters
    ----------
    name : str
        Lower case, as in `COLUMNS` or of a user's own table.

    Returns
    -------
    Column
    """
    if name in COLUMNS:
        return COLUMNS[name]
    return source_column(name[: -len(TONNES_ENDING)]) if name.endswith(TONNES_ENDING) else Column(name, float)


def source_column(source: str) -> Column:
    """Return the column of one source's emission, `coal_t` for the source coal.

    Parameters
    ----------
    source : str
        Name of the source, plain text.

    Returns
    -------
    Column
    """
    return Column(source + TONNES_ENDING, float, TONNES, source, adds_up=True)


def columns_of_sources(sources: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the sources' columns: coal_t for coal.

    Parameters
    ----------
    sources : iterable of str

    Returns
    -------
    tuple of str
    """
    return tuple(source_column(source).name for source in sources)


def is_amount(name: str) -> bool:
    """Return True for a column of tonnes that add up; areas, densities and counts are none.

    Parameters
    ----------
    name : str

    Returns
    -------
    bool
    """
    one = column(name)
    return one.adds_up and one.unit == TONNES


def names(algorithm: str, output: str, own: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the names of an output's columns, in their order.

    Parameters
    ----------
    algorithm, output : str
        Id of the tool and name of its output, keys of `OUTPUT_TABLES`.
    own : iterable of str
        Names of the columns that the run's data add.

    Returns
    -------
    tuple of str
    """
    own = tuple(own)
    listed = OUTPUT_TABLES[algorithm, output].split()
    return tuple(name for one in listed for name in (own if one == OWN else (one,)))


def fields(algorithm: str, output: str, own: Iterable[str] = ()) -> tuple[tuple[str, type], ...]:
    """Return names and types of an output's columns, as a sink takes them; see `names`.

    Parameters
    ----------
    algorithm, output : str
        Id of the tool and name of its output, keys of `OUTPUT_TABLES`.
    own : iterable of str
        Names of the columns that the run's data add, all numbers.

    Returns
    -------
    tuple of (str, type)
    """
    own = tuple(own)
    return tuple((name, float if name in own else column(name).type) for name in names(algorithm, output, own))
