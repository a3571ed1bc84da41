"""Numbers as a reader wants them, one way on every page: thousands separated, a true minus sign, no idle digits.

>>> number(10220496382.88), number(20.359), number(0.01234567), number(3.82e-13), number(None)
('10,220,496,383', '20.36', '0.01235', '3.8 × 10⁻¹³', '–')
>>> percent(0.1072), percent(1e-6), change(100, 99.9944), signed(1234.5)
('10.72 %', '< 0.01 %', '−0.01 %', '+1,234')
>>> MassUnit.of([1.02e9, 3.0]).word, MassUnit.of([1.02e9]).text(1.02e9)
('million_t', '1,020')
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable
from dataclasses import dataclass

NOTHING = "–"
SIGNIFICANT = 4
SIGNIFICANT_OF_CHANGE = 3
# Outside of these, powers of ten are easier to read.
SMALLEST_PLAIN, LARGEST_PLAIN = 1e-4, 1e15
SUPERSCRIPTS = dict(zip("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
# The least share, in percent, that two decimals show.
LEAST_PERCENT = 0.01
# Units of mass: from this largest amount on (t), the tonnes in the unit, and the key of its word.
MASS_UNITS = ((1e10, 1e9, "billion_t"), (1e7, 1e6, "million_t"), (1e5, 1e3, "thousand_t"), (0.0, 1.0, "t"))
# What languages that count in 10⁴ and 10⁸ have in place of 10⁹ t: a unit of 10⁸ t.
HUNDRED_MILLION = (1e8, "hundred_million_t")


def number(value: float | None, digits: int = SIGNIFICANT) -> str:
    """Return a number with so many significant digits, without decimals from 1000 on.

    Parameters
    ----------
    value : float or None
    digits : int
        Significant digits of what is smaller than 1000.

    Returns
    -------
    str
        A dash for None, nan and infinite.
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    if value == 0:
        return "0"
    size = abs(value)
    if size < SMALLEST_PLAIN or size >= LARGEST_PLAIN:
        return _power(value)
    decimals = max(0, digits - 1 - math.floor(math.log10(size)))
    if size >= 1000 or float(value).is_integer():
        decimals = 0
    return _with_true_minus(f"{value:,.{decimals}f}")


def with_unit(value: float | None, unit: str = "") -> str:
    """Return a number and its unit, as a hover box has it; see `number`.

    Parameters
    ----------
    value : float or None
    unit : str
        Unit of measure, plain text; may be empty.

    Returns
    -------
    str
    """
    return f"{number(value)} {unit}".rstrip()


def fixed(value: float | None, decimals: int = 2) -> str:
    """Return a number with so many decimals, which stand below one another in a column.

    Parameters
    ----------
    value : float or None
    decimals : int

    Returns
    -------
    str
        A dash for None, nan and infinite; what rounds to nothing has no sign.
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    return _with_true_minus(f"{value:,.{decimals}f}")


def percent(share: float | None) -> str:
    """Return a share in percent, with two decimals at most; what is there is never 0.

    Parameters
    ----------
    share : float or None
        1 is all.

    Returns
    -------
    str
        "< 0.01 %" or "> −0.01 %" for what rounds to nothing, a dash for None, nan and infinite.
    """
    if share is None or not math.isfinite(share):
        return NOTHING
    value = 100.0 * share
    if 0 < abs(value) < LEAST_PERCENT / 2:
        return f"< {LEAST_PERCENT} %" if value > 0 else f"> −{LEAST_PERCENT} %"
    return _with_true_minus(f"{value:,.2f}".rstrip("0").rstrip(".")) + " %"


def share(amount: float | None, whole: float | None) -> str:
    """Return what an amount is of a whole, in percent; see `percent`.

    Parameters
    ----------
    amount, whole : float or None
        Of one unit.

    Returns
    -------
    str
        A dash of nothing.
    """
    return percent(None if amount is None or not whole else amount / whole)


def signed(value: float | None, digits: int = SIGNIFICANT_OF_CHANGE) -> str:
    """Return a change with its sign: +12.3, −1,230, ±0.

    Parameters
    ----------
    value : float or None
    digits : int
        Significant digits of what has decimals.

    Returns
    -------
    str
        A dash for None, nan and infinite.
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    size = abs(value)
    if not size:
        return "±0"
    places = max(digits - 1 - math.floor(math.log10(size)), 0)
    return f"{'+' if value > 0 else '−'}{round(size, places):,.{min(places, digits + 3)}f}"


def signed_percent(value: float | None) -> str:
    """Return a change in percent with its sign: +12.3 %, −0.01 %, 0 %.

    Parameters
    ----------
    value : float or None
        Percent.

    Returns
    -------
    str
        Two decimals below 10, one from there on; a dash for None, nan and infinite.
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    if not float(f"{value:.2f}"):
        return "0 %"
    return _with_true_minus(f"{value:+.2f}" if abs(value) < 10 else f"{value:+,.1f}") + " %"


def change(before: float | None, after: float | None) -> str:
    """Return the change from one amount to another in percent of the first; see `signed_percent`.

    Parameters
    ----------
    before, after : float or None
        Of one unit.

    Returns
    -------
    str
        A dash where the change has no meaning.
    """
    if before is None or after is None or not before or not math.isfinite(before) or not math.isfinite(after):
        return NOTHING
    return signed_percent(100.0 * (after - before) / abs(before))


def _power(value: float) -> str:
    mantissa, exponent = f"{value:.1e}".split("e")
    return _with_true_minus(f"{mantissa} × 10") + "".join(SUPERSCRIPTS[digit] for digit in str(int(exponent)))


def _with_true_minus(text: str) -> str:
    """Return the text with a true minus sign; "-0.0" is 0.0."""
    if text.startswith("-") and not any(c in "123456789" for c in text):
        text = text[1:]
    return text.replace("-", "−")


@dataclass(frozen=True)
class MassUnit:
    """The unit that suits all amounts of a table or an axis.

    Attributes
    ----------
    divisor : float
        Tonnes in the unit.
    word : str
        Key of its word: t, thousand_t, million_t, billion_t or hundred_million_t.
    """

    divisor: float
    word: str

    @classmethod
    def of(cls, amounts: Iterable[float | None], words: Container[str] = ()) -> MassUnit:
        """Return the unit that suits the largest amount.

        Parameters
        ----------
        amounts : iterable of float or None
            Tonnes; None, nan and infinite count for nothing.
        words : container of str
            Keys of the words of the user's language; one with hundred_million_t takes that for the largest amounts.

        Returns
        -------
        MassUnit
        """
        largest = max((abs(a) for a in amounts if a is not None and math.isfinite(a)), default=0.0)
        _, divisor, word = next(unit for unit in MASS_UNITS if largest >= unit[0])
        if word == "billion_t" and HUNDRED_MILLION[1] in words:
            divisor, word = HUNDRED_MILLION
        return cls(divisor, word)

    def text(self, amount: float | None) -> str:
        """Return an amount in this unit; see `number`.

        Parameters
        ----------
        amount : float or None
            Tonnes.

        Returns
        -------
        str
        """
        return number(None if amount is None else amount / self.divisor)
