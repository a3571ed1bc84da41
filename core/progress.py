"""How core reports to its caller what happens, and learns that it should stop.

Log text is English on purpose, so that a developer can read a user's log.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from .errors import CancelledError
from .messages import CANCELLED


class Progress:
    """Silent progress; the base of the QGIS feedback adapter and of the recorder used in tests."""

    def fraction(self, done: float) -> None:
        """Report how much of the current step is finished.

        Parameters
        ----------
        done : float, 0 to 1
        """

    def info(self, text: str) -> None:
        """Log one line.

        Parameters
        ----------
        text : str
        """

    def warning(self, text: str) -> None:
        """Log something that was assumed, left out or filled in, and that the user should know.

        Parameters
        ----------
        text : str
        """

    def factor(self, kind: str, name: str, value: float, unit: str, **more: Any) -> None:
        """Record a coefficient that is used.

        Parameters
        ----------
        kind, name, value, unit, **more
            As of `core/provenance/record.Factor`.
        """

    def cancelled(self) -> bool:
        """Return True once the user wants to stop.

        Returns
        -------
        bool
        """
        return False

    def check(self) -> None:
        """Stop once the user wants to.

        Raises
        ------
        CancelledError
        """
        if self.cancelled():
            raise CancelledError(CANCELLED)

    def first_time(self, key: Hashable) -> bool:
        """Return True when asked with this key for the first time: what is told once a run.

        Parameters
        ----------
        key : hashable

        Returns
        -------
        bool
        """
        asked: set[Hashable] = vars(self).setdefault("_asked", set())
        if key in asked:
            return False
        asked.add(key)
        return True

    def span(self, start: float, end: float) -> Progress:
        """Return a progress whose 0 to 1 is `start` to `end` of this one.

        Parameters
        ----------
        start, end : float, 0 to 1

        Returns
        -------
        Progress
        """
        return _Span(self, start, end)


class _Span(Progress):
    """A progress that is a share of another one, and passes everything on to it."""

    def __init__(self, outer: Progress, start: float, end: float) -> None:
        self._outer = outer
        self._start = start
        self._span = end - start

    def fraction(self, done: float) -> None:
        self._outer.fraction(self._start + self._span * done)

    def info(self, text: str) -> None:
        self._outer.info(text)

    def warning(self, text: str) -> None:
        self._outer.warning(text)

    def factor(self, kind: str, name: str, value: float, unit: str, **more: Any) -> None:
        self._outer.factor(kind, name, value, unit, **more)

    def cancelled(self) -> bool:
        return self._outer.cancelled()

    def first_time(self, key: Hashable) -> bool:
        return self._outer.first_time(key)
