"""Columns of the statistics that no coefficient counts, each with the source that comes closest to it.

    columns coal, oil_t, adcode; sources coal_tce, oil_t   ->   a warning of coal, "closest: coal_tce, per tce"

A column is one of numbers when most of its cells are. The zone, year and GDP columns, and those that only number the
rows (fid, adcode), are no activities.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from ...errors import TableError
from ...progress import Progress
from ...tables.cells import parse_number
from ..messages import FUELS_NOT_COUNTED
from .coefficient_tables import Coefficient

if TYPE_CHECKING:
    import pandas

# What a column's name says it is about. The first that fits counts: coke before coal, kerosene (煤油) before oil.
SUBJECTS = {
    "electricity": r"electric|power|kwh|电",
    "clinker": r"clinker|熟料",
    "cement": r"cement|水泥",
    "coke": r"(?<![a-z])coke(?!\w*gas)|焦炭",
    "kerosene": r"kerosene|煤油",
    "gasoline": r"gasoline|petrol(?!eum)|汽油",
    "diesel": r"diesel|柴油",
    "fuel_oil": r"fuel[ _]?oil|燃料油",
    "lpg": r"(?<![a-z])lpg|liquefied[ _]petroleum|液化石油气",
    "coal": r"coal|anthracite|lignite|煤",
    "gas": r"(?<![a-z])(nat(ural)?)?gas(?![a-z])|(?<![a-z])lng|天然气|煤气|燃气",
    "oil": r"(?<![a-z])oil(?![a-z])|crude|petroleum|原油|石油|油",
    "population": r"population|people|persons|人口",
    "pigs": r"pigs?(?![a-z])|swine|hogs?(?![a-z])|猪",
    "large_livestock": r"livestock|cattle|cows?(?![a-z])|大牲畜|牛",
    "timber": r"timber|wood(?!land)|木材",
}
FUEL = re.compile(
    r"coal|(?<![a-z])(coke|coking|oil|gas|energy|fuel|petrol|gasoline|diesel|kerosene|lpg|lng|crude|naphtha|lignite"
    r"|anthracite)|(natural|coal|fuel|lique\w+)[ _]?(gas|oil)|煤|油|气|能源|焦|燃料|标准?煤",
    re.IGNORECASE,
)
# Temperature and air are no gas, oil crops no oil; intensities, prices and shares are no amounts.
NO_FUEL = re.compile(
    r"气温|气候|气象|空气|大气|天气|气压|油菜|油料|食用油|食油|植物油|强度|价格|人均|比重|占比|每"
    r"|oil[ _-]?(seed|crop|bearing|plant)|gas(tr|ket)|intensity|price|per[ _]capita|share|ratio|temperature",
    re.IGNORECASE,
)
GDP = re.compile(r"gdp|生产总值", re.IGNORECASE)
YEAR = re.compile(r"year|yr|年|年份|年度", re.IGNORECASE)
ROW_NUMBER = re.compile(
    r"(ogc_?)?fid(_\d+)?|gid|id|objectid|(ad|zip|area)?_?code|no\.?|序号|编号|编码|(行政)?(区划)?代码", re.IGNORECASE
)
MOST_CLOSEST = 2
# Columns with a warning of their own; those with a known subject come first.
MOST_WARNED = 12


def is_year(column: str) -> bool:
    """Return whether a column's name says that it holds years.

    Parameters
    ----------
    column : str

    Returns
    -------
    bool
    """
    return YEAR.fullmatch(column.strip()) is not None


def uncounted_numbers(
    statistics: pandas.DataFrame, coefficients: Sequence[Coefficient], ignored: Collection[str]
) -> list[str]:
    """Return the columns of numbers that no coefficient counts.

    Parameters
    ----------
    statistics : DataFrame
        A row per zone, activities in columns.
    coefficients : sequence of Coefficient
        All of the table, used or not.
    ignored : collection of str
        Columns that are no activities: zone, year.

    Returns
    -------
    list of str
    """
    known = {row.source.casefold() for row in coefficients} | {name.casefold() for name in ignored}
    return [
        column
        for column, cells in statistics.items()
        if column.casefold() not in known
        and not (is_year(column) or GDP.search(column) or ROW_NUMBER.fullmatch(column))
        and _are_numbers(list(cells))
    ]


def _are_numbers(cells: list[str]) -> bool:
    """Whether most cells that hold anything hold a number, and any is another than 0."""
    filled = [cell for cell in cells if cell]
    numbers = [number for cell in filled if (number := _number(cell)) is not None]
    return 2 * len(numbers) > len(filled) and any(numbers)


def _number(cell: str) -> float | None:
    """A cell's number; with blanks between thousands or a decimal comma, which some columns have, about that."""
    number = parse_number(cell)
    if number is None and re.fullmatch(r"[+-]?\d[\d.,'\s\u00a0]*", cell):
        number = parse_number(re.sub(r"\D", "", cell))
    return number


def names_fuel(column: str) -> bool:
    """Return whether a column's name is that of an amount of fuel.

    Parameters
    ----------
    column : str

    Returns
    -------
    bool
    """
    return FUEL.search(column) is not None and NO_FUEL.search(column) is None


def subject(name: str) -> str:
    """Return what a column or source is about.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
        A key of `SUBJECTS`; "" for none.
    """
    return next((key for key, words in SUBJECTS.items() if re.search(words, name, re.IGNORECASE)), "")


def closest_sources(column: str, coefficients: Sequence[Coefficient]) -> list[Coefficient]:
    """Return the sources that a column may mean, the likeliest first.

    Parameters
    ----------
    column : str
    coefficients : sequence of Coefficient

    Returns
    -------
    list of Coefficient
        At most two; of the same subject, else of a similar name.
    """
    about = subject(column)
    alike = [row for row in coefficients if about and subject(row.source) == about]
    if not alike:
        folded = {row.source.casefold(): row for row in coefficients}
        alike = [folded[name] for name in difflib.get_close_matches(column.casefold(), list(folded), 1, 0.7)]
    alike.sort(key=lambda row: -difflib.SequenceMatcher(None, column.casefold(), row.source.casefold()).ratio())
    return alike[:MOST_CLOSEST]


def report_uncounted(
    statistics: pandas.DataFrame,
    coefficients: Sequence[Coefficient],
    used: Sequence[Coefficient],
    ignored: Collection[str],
    *,
    table: str,
    others: Mapping[str, Sequence[Coefficient]],
    progress: Progress,
) -> None:
    """Warn of each column of numbers that nothing counts, and of energy without any fuel.

    Parameters
    ----------
    statistics : DataFrame
        A row per zone, activities in columns.
    coefficients, used : sequence of Coefficient
        All of the table, and those with a column.
    ignored : collection of str
        Columns that are no activities: zone, year.
    table : str
        What messages call the coefficients.
    others : mapping of str to sequence of Coefficient
        The plugin's other tables by the words for their choice.
    progress : Progress

    Raises
    ------
    TableError
        When the table counts energy, no fuel of it has a column, and a column looks like one.
    """
    label = statistics.attrs["name"]
    numbers = uncounted_numbers(statistics, coefficients, ignored)
    fuels = [row for row in coefficients if row.group.casefold() == "energy" and row.carbon > 0]
    if fuels and not any(row in used for row in fuels):
        wanted = ", ".join(row.source for row in fuels)
        suspects = [column for column in numbers if names_fuel(column)]
        if suspects:
            raise TableError(
                FUELS_NOT_COUNTED,
                statistics=label,
                coefficients=table,
                columns=", ".join(_with_closest(column, fuels) for column in suspects),
                sources=wanted,
            )
        progress.warning(
            f"No fuel is counted, energy is missing from the sum: {label} has none of the columns {wanted}."
        )
    numbers.sort(key=lambda column: not subject(column))
    for column in numbers[:MOST_WARNED]:
        progress.warning(
            f"Column {column} of {label} is not counted: {table} has no coefficient for it."
            + _advice(column, coefficients, used, others)
        )
    if numbers[MOST_WARNED:]:
        progress.warning(
            f"Further columns of numbers of {label} are not counted, {table} has no coefficients for them: "
            f"{', '.join(numbers[MOST_WARNED:])}."
        )
    named = {column.casefold() for column in numbers} | {row.source.casefold() for row in coefficients}
    named |= {column.casefold() for column in ignored}
    plain = [column for column in statistics.columns if column.casefold() not in named]
    if plain:
        progress.info(f"Columns of {label} without a coefficient, not counted: {', '.join(plain)}.")


def _with_closest(column: str, coefficients: Sequence[Coefficient]) -> str:
    closest = closest_sources(column, coefficients)
    return f"{column} ({' / '.join(row.source for row in closest)}?)" if closest else column


def _advice(
    column: str,
    coefficients: Sequence[Coefficient],
    used: Sequence[Coefficient],
    others: Mapping[str, Sequence[Coefficient]],
) -> str:
    """What the column may be, and what to do then."""
    elsewhere = [
        f"the coefficient set {words} counts {column}, per {row.per}"
        for words, rows in others.items()
        for row in rows
        if row.source.casefold() == column.casefold()
    ]
    if elsewhere:
        return f" But {'; '.join(elsewhere)}: choose it, or convert the figures."
    closest = closest_sources(column, coefficients)
    counted = [row for row in closest if row in used]
    if counted:
        return (
            f" {counted[0].source} (per {counted[0].per or 'unit'}) is: if both are the same activity, leave it so; "
            f"else give a coefficient table with a row for {column}."
        )
    if "co2" in column.casefold():
        closest_words = f" It is not {closest[0].source}, which counts per {closest[0].per}." if closest else ""
        return (
            f"{closest_words} If it holds t CO2, give a coefficient table with a row for it: coefficient 1, "
            f"carbon_unit CO2."
        )
    if closest:
        sources = " or ".join(f"{row.source} (per {row.per or 'unit'})" for row in closest)
        return f" Is it {sources}? Then convert the figures and rename the column; else give a coefficient."
    return " Give a coefficient table with a row for it, or leave the column out."
