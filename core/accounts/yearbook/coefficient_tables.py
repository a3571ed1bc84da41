"""Coefficient tables: the emission factor of each source, of the plugin or the user's own.

    source,coefficient,per,carbon_unit,proxy   coal,1000,t,CO2,builtup   ->   272.73 t C per t, on built-up land

Further columns of a table, such as the heating value that a factor is made of, are for people.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import TableError
from ...tables.read import TextTable, number_column, optional_text_column, require_columns
from ..messages import CARBON_UNIT_UNKNOWN, COEFFICIENT_NEGATIVE, PROXY_UNKNOWN, SOURCE_TWICE

CARBON_PER_CO2 = 12.0 / 44.0
PROXIES = ("cropland", "woodland", "grassland", "builtup", "population", "gdp", "even")
COEFFICIENT_COLUMNS = ("source", "coefficient", "carbon_unit", "proxy")
COEFFICIENT_TABLES = ("coefficients_paper.csv", "coefficients_ipcc2006.csv", "coefficients_china.csv")
# What the tables are called where one is advised.
COEFFICIENT_SETS = (
    "0 (as Chinese papers use, per tce)",
    "1 (IPCC 2006, per tonne)",
    "2 (China, provincial guideline)",
)


@dataclass(frozen=True)
class Coefficient:
    """The emission factor of a source.

    Attributes
    ----------
    source : str
        Column of the statistics table.
    carbon : float
        t C per unit of activity.
    per : str
        The unit of activity.
    proxy : str
        One of `PROXIES`: what the emission of a zone is allocated by.
    reference : str
        Where the factor is from.
    alternative_of : str
        Another source that counts the same activity, in lower case; "" for none.
    group : str
        What kind of source it is, such as energy; "" where the table does not say.
    """

    source: str
    carbon: float
    per: str
    proxy: str
    reference: str
    alternative_of: str
    group: str = ""


def carbon_factor(carbon_unit: str, table: str, line: int) -> float:
    """Return the share of carbon in the mass of a unit.

    Parameters
    ----------
    carbon_unit : str
        "C" or "CO2", in any case.
    table : str
        What messages call the table.
    line : int
        The line that says so.

    Returns
    -------
    float
        1 for C, 12/44 for CO2.

    Raises
    ------
    TableError
        For any other unit.
    """
    unit = carbon_unit.upper().replace("₂", "2")
    if unit not in ("C", "CO2"):
        raise TableError(CARBON_UNIT_UNKNOWN, table=table, line=line, text=carbon_unit)
    return CARBON_PER_CO2 if unit == "CO2" else 1.0


def read_coefficients(table: TextTable) -> list[Coefficient]:
    """Return the rows of a coefficient table.

    Parameters
    ----------
    table : TextTable
        Columns source, coefficient, carbon_unit, proxy; optional group, per, reference, alternative_of.

    Returns
    -------
    list of Coefficient

    Raises
    ------
    TableError
        For a missing column, an empty or negative coefficient, an unknown unit or proxy, a source given twice.
    """
    require_columns(table, *COEFFICIENT_COLUMNS)
    name, values = table.attrs["name"], number_column(table, "coefficient")
    columns = ("source", "per", "carbon_unit", "proxy", "reference", "alternative_of", "group")
    coefficients: dict[str, Coefficient] = {}
    rows = zip(table.index, values, *(optional_text_column(table, column, column == "reference") for column in columns))
    for line, value, source, per, carbon_unit, proxy_text, reference, alternative, group in rows:
        if value < 0:
            raise TableError(COEFFICIENT_NEGATIVE, table=name, line=line, source=source)
        proxy = proxy_text.lower().replace("-", "")
        if proxy not in PROXIES:
            raise TableError(PROXY_UNKNOWN, table=name, line=line, text=proxy_text, known=", ".join(PROXIES))
        if source.casefold() in coefficients:
            raise TableError(SOURCE_TWICE, table=name, line=line, source=source)
        carbon = value * carbon_factor(carbon_unit, name, line)
        coefficient = Coefficient(source, carbon, per, proxy, reference, alternative.casefold(), group)
        coefficients[source.casefold()] = coefficient
    return list(coefficients.values())
