"""Numbers as a reader wants them: thousands separated, as many digits as mean something, a true minus sign.

number(10220496382.88) -> "10,220,496,383"     number(20.359) -> "20.36"      number(0.01234567) -> "0.01235"
number(None) -> "–"                            number(3.82e-13) -> "3.8 × 10⁻¹³"
Scale.of([1.02e10]).text(1.02e10) -> "10,220"  with the unit word "million_t"
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

NOTHING = "–"
SIGNIFICANT = 4
# Outside of these, powers of ten are easier to read.
SMALLEST_PLAIN, LARGEST_PLAIN = 1e-4, 1e15
SUPERSCRIPTS = dict(zip("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def number(value: float | None, digits: int = SIGNIFICANT) -> str:
    """Return a number with `digits` significant digits, whole from 1000 on; a dash for None, nan and infinite."""
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
    return _signed(f"{value:,.{decimals}f}")


def change(before: float | None, after: float | None) -> str:
    """Return the change in percent with its sign, a dash where it has no meaning."""
    if before is None or after is None or not before or not math.isfinite(before) or not math.isfinite(after):
        return NOTHING
    percent = 100.0 * (after - before) / abs(before)
    text = _signed(f"{percent:+.2f}" if abs(percent) < 10 else f"{percent:+,.1f}")
    return f"{text} %" if float(f"{percent:.2f}") else "0 %"


def percent(share: float | None) -> str:
    """Return a share (1 = all) in percent; what is there but rounds to nothing is "< 0.01 %"."""
    if share is None or not math.isfinite(share):
        return NOTHING
    value = 100.0 * share
    if 0 < value < 0.005:
        return "< 0.01 %"
    return _signed(f"{value:.2f}".rstrip("0").rstrip(".")) + " %"


def _power(value: float) -> str:
    mantissa, exponent = f"{value:.1e}".split("e")
    return _signed(f"{mantissa} × 10") + "".join(SUPERSCRIPTS[digit] for digit in str(int(exponent)))


def _signed(text: str) -> str:
    """A true minus sign; "-0.0" is 0.0."""
    if text.startswith("-") and not any(c in "123456789" for c in text):
        text = text[1:]
    return text.replace("-", "−")


@dataclass(frozen=True)
class Scale:
    """Tonnes in a unit that suits all of a table: `word` is "t", "thousand_t" or "million_t"."""

    divisor: float
    word: str

    @classmethod
    def of(cls, amounts: Iterable[float | None]) -> Scale:
        """Return the scale that suits the largest amount."""
        largest = max((abs(a) for a in amounts if a is not None and math.isfinite(a)), default=0.0)
        if largest >= 1e7:
            return cls(1e6, "million_t")
        return cls(1e3, "thousand_t") if largest >= 1e5 else cls(1.0, "t")

    def text(self, amount: float | None) -> str:
        """Return an amount in this unit."""
        return number(None if amount is None else amount / self.divisor)
