"""How core tells its caller what happens, and learns that it should stop.

Log text is English on purpose, so that a developer can read a user's log.
"""

from __future__ import annotations

from typing import Any

from .errors import CancelledError
from .messages import CANCELLED


class Progress:
    """Silent progress; the base of the QGIS feedback adapter and of the recorder used in tests."""

    def fraction(self, done: float) -> None:
        """Report that the share `done` (0 to 1) of the current step is finished."""

    def info(self, text: str) -> None:
        """Log one line."""

    def warning(self, text: str) -> None:
        """Log something that was assumed, left out or filled in, and that the user should know."""

    def factor(self, kind: str, name: str, value: float, unit: str, **more: Any) -> None:
        """Record a coefficient that is used; arguments as of `provenance.Factor`."""

    def cancelled(self) -> bool:
        """Return True once the user wants to stop."""
        return False

    def check(self) -> None:
        """Raise `CancelledError` once the user wants to stop."""
        if self.cancelled():
            raise CancelledError(CANCELLED)

    def span(self, start: float, end: float) -> Progress:
        """Return a progress whose 0 to 1 is the stretch `start` to `end` of this one."""
        return _Span(self, start, end)


class _Span(Progress):
    def __init__(self, whole: Progress, start: float, end: float) -> None:
        self._whole = whole
        self._start = start
        self._span = end - start

    def fraction(self, done: float) -> None:
        self._whole.fraction(self._start + self._span * done)

    def info(self, text: str) -> None:
        self._whole.info(text)

    def warning(self, text: str) -> None:
        self._whole.warning(text)

    def factor(self, kind: str, name: str, value: float, unit: str, **more: Any) -> None:
        self._whole.factor(kind, name, value, unit, **more)

    def cancelled(self) -> bool:
        return self._whole.cancelled()
